// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

/** Thrown by work that wants nothing of it kept. */
final class RolledBack extends RuntimeException {

  /** What such work answers. */
  static final String ANSWER = "rolled back";

  private static final long serialVersionUID = 1L;
}
