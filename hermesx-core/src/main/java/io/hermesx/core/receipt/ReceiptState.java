// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

/** How a receipt reads at an instant. */
public enum ReceiptState {
  /** Opened, its deadline plus grace not over. */
  OPEN,
  /** Has its final row. */
  FINAL,
  /**
   * Opened, and past its deadline plus grace without a final row: whether it took effect is not
   * known.
   */
  INDETERMINATE
}
