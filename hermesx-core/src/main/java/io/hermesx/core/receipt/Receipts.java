// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.util.List;
import java.util.Optional;

/** The receipts of one tenant, inside a transaction. */
public interface Receipts {

  /**
   * Writes an intent unless the run has a receipt of this kind for this call already.
   *
   * @return the receipt that was there before, or empty if the intent was written
   * @throws IllegalArgumentException if another call's receipt has this id
   */
  Optional<Receipt> open(ReceiptIntent intent);

  /**
   * Writes the final row.
   *
   * @return false if there is one already (the first one stays) or no such intent
   */
  boolean close(ReceiptFinal result);

  /** Returns a receipt by its id. */
  Optional<Receipt> find(ReceiptId id);

  /** Returns the receipt of a call, by its idempotency key. */
  Optional<Receipt> findByCall(ReceiptKind kind, RunId run, CallId call);

  /**
   * Returns receipts in descending order of id, newest first.
   *
   * @param before only receipts with a smaller id, or empty to start at the newest
   * @param limit 1 to 1,000
   */
  List<Receipt> list(Optional<ReceiptId> before, int limit);
}
