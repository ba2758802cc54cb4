// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/** Takes the lines of a bundle in their order. */
interface LineSink {

  /** Takes the next line. */
  void next(BundleItem item);

  /** Whether the rest need not be read. */
  boolean isStopped();
}
