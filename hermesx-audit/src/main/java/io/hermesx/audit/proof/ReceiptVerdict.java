// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.audit.note.TrustVerdict;
import java.util.Set;

/**
 * What verifying a receipt found.
 *
 * @param faults everything that is wrong with it; empty if nothing is
 * @param signed which generations of keys the checkpoint is acceptable for. A receipt cannot say
 *     which of them signed for the log at that size: where keys were rotated because one was
 *     stolen, leave its generation out of the policy, or verify the log
 */
public record ReceiptVerdict(Set<ReceiptFault> faults, TrustVerdict signed) {

  /** Copies the set. */
  public ReceiptVerdict {
    faults = Set.copyOf(faults);
  }

  /** Whether the event is in the log, as far as its keys are to be trusted. */
  public boolean isValid() {
    return faults.isEmpty();
  }
}
