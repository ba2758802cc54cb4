// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

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
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/**
 * The approvals of a tenant inside one transaction. Deciding and consuming are one conditional
 * update each: of two at once, the second waits for the first and then meets no row. Only a refusal
 * takes a second statement, which reads why.
 */
final class PostgresApprovals implements Approvals {

  private static final String QUEUE_LOCK = "select pg_advisory_xact_lock(hashtextextended({0}, 0))";

  private final PostgresTx tx;

  PostgresApprovals(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public void request(Approval approval) {
    DSLContext sql = tx.writing();
    if (approval.state() != ApprovalState.PENDING || approval.decision().isPresent()) {
      throw new IllegalArgumentException(
          "a new approval is " + approval.state() + ", allowed: PENDING and not decided");
    }
    int written =
        sql.insertInto(ApprovalTable.APPROVALS)
            .set(ApprovalTable.TENANT, tx.tenantId())
            .set(ApprovalRow.undecided(approval))
            .onConflictDoNothing()
            .execute();
    if (written == 0) {
      throw new IllegalArgumentException(
          "approval " + approval.id() + " is on record; request each with a fresh id");
    }
  }

  @Override
  public Optional<Approval> find(ApprovalId id) {
    return approvals(tx.reading())
        .and(ApprovalTable.ID.eq(id.value()))
        .fetchOptional(ApprovalRow::read);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Who asks in a transaction that writes is about to request one where there is none. It waits
   * for others of the tenant that did the same, so that a call never waits for two persons and the
   * count of pending ones stays true until the commit.
   */
  @Override
  public Optional<Approval> findOpen(RunId run, CallId call, Sha256 digest) {
    DSLContext sql = tx.reading();
    if (tx.isWritable()) {
      sql.execute(QUEUE_LOCK, val("hermesx.approvals " + tx.tenantId()));
    }
    return approvals(sql)
        .and(ApprovalTable.STATE.in(inline("PENDING"), inline("APPROVED")))
        .and(ApprovalTable.RUN.eq(run.value()))
        .and(ApprovalTable.CALL.eq(call.value()))
        .and(ApprovalTable.DIGEST.eq(digest.octets()))
        .and(ApprovalTable.EXPIRES_AT.gt(tx.time()))
        .orderBy(ApprovalTable.REQUESTED_AT, ApprovalTable.ID)
        .limit(1)
        .fetchOptional(ApprovalRow::read);
  }

  @Override
  public int countPending() {
    return tx.reading().fetchCount(ApprovalTable.APPROVALS, isMine().and(isPending()));
  }

  @Override
  public List<Approval> pending(int limit) {
    DSLContext sql = tx.reading();
    PageSize.require(limit);
    return approvals(sql)
        .and(isPending())
        .orderBy(ApprovalTable.REQUESTED_AT, ApprovalTable.ID)
        .limit(limit)
        .fetch(ApprovalRow::read);
  }

  @Override
  public List<Approval> list(Optional<ApprovalId> before, int limit) {
    DSLContext sql = tx.reading();
    PageSize.require(limit);
    Condition older = before.map(id -> ApprovalTable.ID.lt(id.value())).orElseGet(DSL::noCondition);
    return approvals(sql)
        .and(older)
        .orderBy(ApprovalTable.ID.desc())
        .limit(limit)
        .fetch(ApprovalRow::read);
  }

  @Override
  public DecideResult decide(ApprovalId id, ApprovalDecision decision) {
    DSLContext sql = tx.writing();
    Principal approver = decision.approver();
    boolean isPerson = approver.kind() == PrincipalKind.USER;
    if (isPerson && record(sql, id, decision)) {
      return DecideResult.RECORDED;
    }
    return find(id)
        .map(it -> ApprovalChecks.decide(it, isPerson && isSomebodyElse(approver, it), tx.now()))
        .orElse(DecideResult.NOT_FOUND);
  }

  @Override
  public ConsumeResult consume(ApprovalId id, ApprovalUse use) {
    DSLContext sql = tx.writing();
    ConsumeResult reason = ConsumeResult.CONSUMED;
    // Where the reason is gone again, it was approved in between: states only ever move forward, so
    // the second time is the last.
    while (reason == ConsumeResult.CONSUMED && !markConsumed(sql, id, use)) {
      reason =
          find(id)
              .map(it -> ApprovalChecks.consume(it, use, tx.now()))
              .orElse(ConsumeResult.NOT_FOUND);
    }
    return reason;
  }

  private boolean record(DSLContext sql, ApprovalId id, ApprovalDecision decision) {
    Principal approver = decision.approver();
    ApprovalState next = decision.approved() ? ApprovalState.APPROVED : ApprovalState.DENIED;
    return sql.update(ApprovalTable.APPROVALS)
            .set(ApprovalTable.STATE, next.name())
            .set(ApprovalTable.APPROVER.of(approver))
            .set(ApprovalTable.APPROVED, decision.approved())
            .set(ApprovalTable.DECIDED_AT, tx.time())
            .where(isMine())
            .and(ApprovalTable.ID.eq(id.value()))
            .and(isPending())
            .and(ApprovalTable.REQUESTER.isNot(approver))
            .and(ApprovalTable.AGENT.isNot(approver))
            .execute()
        == 1;
  }

  private boolean markConsumed(DSLContext sql, ApprovalId id, ApprovalUse use) {
    return sql.update(ApprovalTable.APPROVALS)
            .set(ApprovalTable.STATE, ApprovalState.CONSUMED.name())
            .where(isMine())
            .and(ApprovalTable.ID.eq(id.value()))
            .and(ApprovalTable.STATE.eq(inline("APPROVED")))
            .and(ApprovalTable.EXPIRES_AT.gt(tx.time()))
            .and(ApprovalTable.RUN.eq(use.run().value()))
            .and(ApprovalTable.CALL.eq(use.call().value()))
            .and(ApprovalTable.DIGEST.eq(use.digest().octets()))
            .and(ApprovalTable.PIN.eq(use.pin().digest().octets()))
            .and(ApprovalTable.POLICY_VERSION.eq(ExactText.toStored(use.policyVersion())))
            .execute()
        == 1;
  }

  private SelectConditionStep<Record> approvals(DSLContext sql) {
    return sql.select(ApprovalRow.COLUMNS).from(ApprovalTable.APPROVALS).where(isMine());
  }

  private Condition isMine() {
    return ApprovalTable.TENANT.eq(tx.tenantId());
  }

  private Condition isPending() {
    return ApprovalTable.STATE.eq(inline("PENDING")).and(ApprovalTable.EXPIRES_AT.gt(tx.time()));
  }

  private static boolean isSomebodyElse(Principal approver, Approval approval) {
    return !approver.sameAs(approval.requester())
        && approval.agent().filter(approver::sameAs).isEmpty();
  }
}
