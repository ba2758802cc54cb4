// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

/** What is wrong with a receipt. */
public enum ReceiptFault {

  /** The checkpoint is that of another log. */
  OTHER_LOG,

  /** The checkpoint is not signed as any generation of trusted keys must sign it. */
  NOT_SIGNED,

  /** The proof does not lead from the event to the root of the checkpoint. */
  NOT_INCLUDED
}
