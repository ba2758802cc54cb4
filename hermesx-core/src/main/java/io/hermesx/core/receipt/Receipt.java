// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of one call: what was about to be done and, once known, what became of it. Both parts
 * are append-only.
 *
 * @param intent the row written before
 * @param result the row written after, if there is one yet
 */
public record Receipt(ReceiptIntent intent, Optional<ReceiptFinal> result) {

  /** How long after its deadline an open receipt still counts as running. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * Returns how the receipt reads at an instant of the store's clock. A late final row still wins.
   */
  public ReceiptState stateAt(Instant now) {
    if (result.isPresent()) {
      return ReceiptState.FINAL;
    }
    return now.isAfter(intent.deadline().plus(GRACE))
        ? ReceiptState.INDETERMINATE
        : ReceiptState.OPEN;
  }
}
