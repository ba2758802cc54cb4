// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.access.Scope;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalDecision;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.TenantStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where calls wait for a person and where a person decides. Each step and its audit event are one
 * commit.
 */
final class ApprovalDesk {

  private final GuardParts parts;
  private final GuardContext context;
  private final GuardAudit audit;

  ApprovalDesk(GuardParts parts, GuardContext context) {
    this.parts = parts;
    this.context = context;
    this.audit = new GuardAudit(parts, context);
  }

  /**
   * Puts a call on the desk, or finds it there.
   *
   * @param asked the approval as it would be requested; its times are set by the store's clock
   * @return the approval that is open now; empty if too many are pending
   */
  Optional<Approval> request(Approval asked, PreparedEvent event) {
    Optional<Approval> open =
        tenant()
            .tx(
                tx -> {
                  Optional<Approval> known =
                      tx.approvals().findOpen(asked.run(), asked.call(), asked.digest());
                  if (known.isPresent()) {
                    return known;
                  }
                  if (tx.approvals().countPending() >= parts.options().maxPendingApprovals()) {
                    return Optional.<Approval>empty();
                  }
                  Approval requested =
                      asked.requestedAt(
                          tx.now(), tx.now().plus(parts.options().approvalLifetime()));
                  tx.approvals().request(requested);
                  tx.audit().stage(event);
                  return Optional.of(requested);
                });
    audit.committed();
    return open;
  }

  /** Records what the person of this context says. */
  DecideResult decide(ApprovalId id, boolean approved) {
    if (!mayDecide()) {
      return rejected(id, DecideResult.NOT_ALLOWED);
    }
    PreparedEvent event = audit.prepare(decisionEvent(id, approved ? "approved" : "refused"));
    DecideResult result =
        tenant()
            .tx(
                tx -> {
                  DecideResult made =
                      tx.approvals()
                          .decide(
                              id,
                              new ApprovalDecision(
                                  context.actor().principal(), approved, tx.now()));
                  if (made == DecideResult.RECORDED) {
                    tx.audit().stage(event);
                  }
                  return made;
                });
    audit.committed();
    return result == DecideResult.RECORDED ? result : rejected(id, result);
  }

  /** Returns what waits for a person, for one who may decide; nothing for anybody else. */
  List<Approval> pending(int limit) {
    return mayDecide() ? tenant().approvals().pending(limit) : List.of();
  }

  private boolean mayDecide() {
    return context.actor().agent().isEmpty()
        && context.actor().effectiveRights().includes(Scope.APPROVALS_DECIDE);
  }

  private DecideResult rejected(ApprovalId id, DecideResult result) {
    audit.alone(
        "approval.decision_rejected",
        event ->
            event
                .field("approval_id", id.toString())
                .field("code", result.name().toLowerCase(Locale.ROOT)));
    return result;
  }

  private AuditEvent.Builder decisionEvent(ApprovalId id, String decision) {
    return audit
        .event("approval.decided")
        .field("approval_id", id.toString())
        .field("decision", decision);
  }

  private TenantStore tenant() {
    return parts.records().store().forTenant(context.tenant());
  }
}
