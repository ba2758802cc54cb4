// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

/** How a call ended, as its final row says. */
public enum ReceiptStatus {
  /** The tool or model answered. */
  EXECUTED,
  /** The tool answered that it could not do it, or threw. */
  FAILED,
  /** The answer was withheld by an output scanner. */
  WITHHELD,
  /** The sandbox refused after all: nothing ran. */
  REFUSED
}
