// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.proof.InclusionReceipt;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in its log, and what proves that it stands there.
 *
 * @param header the exact octets of the event's header; treat as immutable
 * @param receipt proves that they are in the log, without any database
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventReceipt(byte[] header, InclusionReceipt receipt) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventReceipt that
        && Arrays.equals(header, that.header)
        && receipt.equals(that.receipt);
  }

  @Override
  public int hashCode() {
    return receipt.hashCode();
  }
}
