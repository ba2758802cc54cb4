// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

/** What is wrong with an anchor file at a line. */
public enum AnchorFault {

  /** The line is none of an anchor file, or not in its one spelling. */
  LINE_MALFORMED,

  /**
   * The line is not chained to the one before it: one of the two was changed, or something between
   * them was removed or added.
   */
  LINE_OUT_OF_CHAIN,

  /**
   * The file no longer has what it ended with at an earlier reading: it was cut off or rewritten.
   */
  EARLIER_END_MISSING
}
