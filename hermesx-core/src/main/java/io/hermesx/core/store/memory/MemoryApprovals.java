// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalState;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.approval.Approvals;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import io.hermesx.core.session.RunId;
import io.hermesx.core.store.step.PageSize;
import io.hermesx.core.tool.CallId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The approvals of a tenant inside one transaction. */
final class MemoryApprovals implements Approvals {

  private final MemoryTx tx;
  private final ApprovalRows rows;

  MemoryApprovals(MemoryTx tx, ApprovalRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public void request(Approval approval) {
    tx.requireWritable();
    if (approval.state() != ApprovalState.PENDING || approval.decision().isPresent()) {
      throw new IllegalArgumentException(
          "a new approval is " + approval.state() + ", allowed: PENDING and not decided");
    }
    if (rows.byId.containsKey(approval.id().value())) {
      throw new IllegalArgumentException(
          "approval " + approval.id() + " is on record; request each with a fresh id");
    }
    rows.expire(tx.now());
    tx.undo(() -> rows.remove(approval));
    rows.put(approval);
  }

  @Override
  public Optional<Approval> find(ApprovalId id) {
    tx.requireUsable();
    return Optional.ofNullable(rows.byId.get(id.value()));
  }

  @Override
  public Optional<Approval> findOpen(RunId run, CallId call, Sha256 digest) {
    tx.requireUsable();
    for (Approval approval : rows.open.values()) {
      if (approval.call().equals(call)
          && approval.run().equals(run)
          && approval.digest().equals(digest)
          && ApprovalRows.isOpen(approval.stateAt(tx.now()))) {
        return Optional.of(approval);
      }
    }
    return Optional.empty();
  }

  @Override
  public int countPending() {
    tx.requireUsable();
    int count = 0;
    for (Approval approval : rows.open.values()) {
      if (isPending(approval)) {
        count++;
      }
    }
    return count;
  }

  @Override
  public List<Approval> pending(int limit) {
    tx.requireUsable();
    PageSize.require(limit);
    List<Approval> page = new ArrayList<>();
    for (Approval approval : rows.open.values()) {
      if (page.size() == limit) {
        break;
      }
      if (isPending(approval)) {
        page.add(approval);
      }
    }
    return List.copyOf(page);
  }

  @Override
  public List<Approval> list(Optional<ApprovalId> before, int limit) {
    tx.requireUsable();
    return NewestFirst.page(rows.byId, before.map(ApprovalId::value), limit, row -> true);
  }

  @Override
  public DecideResult decide(ApprovalId id, ApprovalDecision decision) {
    tx.requireWritable();
    Approval approval = rows.byId.get(id.value());
    if (approval == null) {
      return DecideResult.NOT_FOUND;
    }
    if (approval.decision().isPresent()) {
      return DecideResult.ALREADY_DECIDED;
    }
    if (!isPending(approval)) {
      return DecideResult.EXPIRED;
    }
    Principal approver = decision.approver();
    if (!isSomebodyElse(approver, approval)) {
      return DecideResult.FOUR_EYES;
    }
    replace(
        approval, approval.decided(new ApprovalDecision(approver, decision.approved(), tx.now())));
    return DecideResult.RECORDED;
  }

  @Override
  public ConsumeResult consume(ApprovalId id, ApprovalUse use) {
    tx.requireWritable();
    Approval approval = rows.byId.get(id.value());
    if (approval == null) {
      return ConsumeResult.NOT_FOUND;
    }
    ConsumeResult result =
        switch (approval.stateAt(tx.now())) {
          case PENDING -> ConsumeResult.PENDING;
          case DENIED -> ConsumeResult.DENIED;
          case CONSUMED -> ConsumeResult.ALREADY_USED;
          case EXPIRED -> ConsumeResult.EXPIRED;
          case APPROVED -> compare(approval, use);
        };
    if (result == ConsumeResult.CONSUMED) {
      replace(approval, approval.consumed());
    }
    return result;
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

  private static boolean isSomebodyElse(Principal approver, Approval approval) {
    return approver.kind() == PrincipalKind.USER
        && !approver.sameAs(approval.requester())
        && !(approval.agent().isPresent() && approver.sameAs(approval.agent().get()));
  }

  private boolean isPending(Approval approval) {
    return approval.stateAt(tx.now()) == ApprovalState.PENDING;
  }

  private void replace(Approval before, Approval after) {
    tx.undo(() -> rows.put(before));
    rows.put(after);
  }
}
