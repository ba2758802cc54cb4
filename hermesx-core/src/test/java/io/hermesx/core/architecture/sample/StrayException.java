// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.architecture.sample;

/** Leaves the family of exceptions. */
final class StrayException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
