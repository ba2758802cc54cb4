// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalState;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import java.time.Instant;

/**
 * Why an update of an approval met no row, in the order in which the contract names the reasons.
 */
final class ApprovalChecks {

  private ApprovalChecks() {}

  /** Returns the reason; RECORDED where there is none any more. */
  static DecideResult decide(Approval approval, boolean somebodyElse, Instant now) {
    if (approval.decision().isPresent()) {
      return DecideResult.ALREADY_DECIDED;
    }
    if (approval.stateAt(now) != ApprovalState.PENDING) {
      return DecideResult.EXPIRED;
    }
    return somebodyElse ? DecideResult.RECORDED : DecideResult.FOUR_EYES;
  }

  /** Returns the reason; CONSUMED where there is none any more. */
  static ConsumeResult consume(Approval approval, ApprovalUse use, Instant now) {
    return switch (approval.stateAt(now)) {
      case PENDING -> ConsumeResult.PENDING;
      case DENIED -> ConsumeResult.DENIED;
      case CONSUMED -> ConsumeResult.ALREADY_USED;
      case EXPIRED -> ConsumeResult.EXPIRED;
      case APPROVED -> compare(approval, use);
    };
  }

  private static ConsumeResult compare(Approval approval, ApprovalUse use) {
    if (!approval.run().equals(use.run()) || !approval.call().equals(use.call())) {
      return ConsumeResult.OTHER_CALL;
    }
    if (!approval.digest().equals(use.digest())) {
      return ConsumeResult.OTHER_ARGUMENTS;
    }
    if (!approval.pin().equals(use.pin())) {
      return ConsumeResult.OTHER_PIN;
    }
    return approval.policyVersion().equals(use.policyVersion())
        ? ConsumeResult.CONSUMED
        : ConsumeResult.OTHER_POLICY;
  }
}
