// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/** What a scanner demands, from nothing to everything. */
public enum ScanAction {
  /** Nothing. */
  PASS,
  /** A person must agree first. */
  REQUIRE_APPROVAL,
  /** The text must not pass. */
  BLOCK;

  /** Returns the stricter of the two. */
  public ScanAction and(ScanAction other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
