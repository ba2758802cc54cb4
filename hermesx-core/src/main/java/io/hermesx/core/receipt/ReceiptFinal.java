// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.List;

/**
 * The second row of a receipt, committed after the call: this is what became of it.
 *
 * @param id the receipt
 * @param status how it ended
 * @param output what was handed to the caller, after scanning; answers the same call id again
 * @param signals what the output scanners noticed
 * @param nanoUsd what was charged, in nano-USD
 * @param verdicts what each stage from execution on said
 * @param closedAt when it was closed, by the store's clock
 */
public record ReceiptFinal(
    ReceiptId id,
    ReceiptStatus status,
    String output,
    List<String> signals,
    long nanoUsd,
    List<StageVerdict> verdicts,
    Instant closedAt) {

  /** Copies the lists and cuts the instant to the microseconds that every store keeps. */
  public ReceiptFinal {
    signals = List.copyOf(signals);
    verdicts = List.copyOf(verdicts);
    closedAt = Instants.truncate(closedAt);
  }
}
