// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.approval.Approvals;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.session.RunId;
import io.hermesx.core.tool.CallId;
import java.util.List;
import java.util.Optional;

/**
 * The approvals of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record ApprovalSteps(StepRunner runner) implements Approvals {

  @Override
  public void request(Approval approval) {
    runner.write(
        tx -> {
          tx.approvals().request(approval);
          return true;
        });
  }

  @Override
  public Optional<Approval> find(ApprovalId id) {
    return runner.read(tx -> tx.approvals().find(id));
  }

  @Override
  public Optional<Approval> findOpen(RunId run, CallId call, Sha256 digest) {
    return runner.read(tx -> tx.approvals().findOpen(run, call, digest));
  }

  @Override
  public int countPending() {
    return runner.read(tx -> tx.approvals().countPending());
  }

  @Override
  public List<Approval> pending(int limit) {
    return runner.read(tx -> tx.approvals().pending(limit));
  }

  @Override
  public List<Approval> list(Optional<ApprovalId> before, int limit) {
    return runner.read(tx -> tx.approvals().list(before, limit));
  }

  @Override
  public DecideResult decide(ApprovalId id, ApprovalDecision decision) {
    return runner.write(tx -> tx.approvals().decide(id, decision));
  }

  @Override
  public ConsumeResult consume(ApprovalId id, ApprovalUse use) {
    return runner.write(tx -> tx.approvals().consume(id, use));
  }
}
