// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

/** What a receipt is for. */
public enum ReceiptKind {
  /** A call of a tool. */
  TOOL,
  /** A call of a model. */
  MODEL
}
