// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

import io.hermesx.core.Sha256;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.util.List;
import java.util.Optional;

/**
 * The approvals of one tenant, inside a transaction. Every check of time uses the store's clock.
 */
public interface Approvals {

  /**
   * Writes a new pending approval.
   *
   * @throws IllegalArgumentException if it is not pending, or one of its id is there already
   */
  void request(Approval approval);

  /** Returns an approval by its id. */
  Optional<Approval> find(ApprovalId id);

  /**
   * Returns the approval that is still open (pending or approved, not expired) for this call and
   * digest.
   */
  Optional<Approval> findOpen(RunId run, CallId call, Sha256 digest);

  /** Returns how many are pending and not expired. */
  int countPending();

  /**
   * Returns approvals that are pending and not expired, oldest first.
   *
   * @param limit 1 to 1,000
   */
  List<Approval> pending(int limit);

  /**
   * Returns approvals as recorded, in descending order of id, newest first, whatever their state.
   *
   * @param before only approvals with a smaller id, or empty to start at the newest
   * @param limit 1 to 1,000
   */
  List<Approval> list(Optional<ApprovalId> before, int limit);

  /**
   * Records a person's word. Refuses the requester and the requester's agent, and whoever is not a
   * person.
   *
   * @param decision the word; its time is replaced by the store's clock
   */
  DecideResult decide(ApprovalId id, ApprovalDecision decision);

  /**
   * Uses an approval for exactly this call, or says why it cannot be used. Checks and use are one
   * step.
   */
  ConsumeResult consume(ApprovalId id, ApprovalUse use);
}
