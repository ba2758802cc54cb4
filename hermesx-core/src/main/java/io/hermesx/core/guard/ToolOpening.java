// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.Sha256;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalUse;
import io.hermesx.core.approval.ConsumeResult;
import io.hermesx.core.audit.AuditCommitment;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tool.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first commit of a tool call: consent, reservation, intent and audit event, all or nothing.
 */
final class ToolOpening {

  private final GuardParts parts;
  private final GuardContext context;
  private final ToolCall call;
  private final StageLog stages;
  private final GuardAudit audit;

  ToolOpening(GuardParts parts, GuardContext context, ToolCall call, StageLog stages) {
    this.parts = parts;
    this.context = context;
    this.call = call;
    this.stages = stages;
    this.audit = new GuardAudit(parts, context);
  }

  /** What opening came to. */
  sealed interface Result {}

  /** The intent is on record. */
  record Opened(OpenedCall call) implements Result {}

  /** Somebody else opened the same call in the meantime; nothing was written. */
  record Known(Receipt receipt) implements Result {}

  Result open(ClearedCall cleared) {
    stages.enter(Stage.OPEN);
    List<StageVerdict> verdicts = stages.takeEnded();
    Sha256 salt = salt(parts);
    OpenedCall opened =
        new OpenedCall(
            new ReceiptId(parts.sources().ids().next()),
            new ReservationId(parts.sources().ids().next()),
            AuditCommitment.of(salt, cleared.digest()),
            parts.sources().clock().instant().plus(parts.options().toolDeadline()),
            parts.records().prices().tool(context.tenant(), call.tool()));
    PreparedEvent event = audit.prepare(event(cleared, opened, verdicts));
    return parts
        .records()
        .store()
        .forTenant(context.tenant())
        .tx(
            tx ->
                commit(tx, cleared, opened, intentOf(tx, cleared, opened, salt, verdicts), event));
  }

  private Result commit(
      TenantTx tx,
      ClearedCall cleared,
      OpenedCall opened,
      ReceiptIntent intent,
      PreparedEvent event) {
    Optional<Receipt> known = tx.receipts().open(intent);
    if (known.isPresent()) {
      if (known.get().intent().digest().equals(cleared.digest())) {
        return new Known(known.get());
      }
      throw refusal(
          DenialCode.CALL_ID_REUSED,
          "receipt " + known.get().intent().id() + " has another digest");
    }
    cleared.approval().ifPresent(approval -> consume(tx, approval, cleared));
    reserve(tx, opened, intent);
    tx.audit().stage(event);
    return new Opened(opened);
  }

  private void consume(TenantTx tx, ApprovalId approval, ClearedCall cleared) {
    ApprovalUse use =
        new ApprovalUse(
            context.run(),
            call.id(),
            cleared.digest(),
            cleared.definition().pin(),
            cleared.decision().version());
    ConsumeResult result = tx.approvals().consume(approval, use);
    if (result != ConsumeResult.CONSUMED) {
      throw refusal(
          DenialCode.APPROVAL_INVALID,
          "approval " + approval + ": " + result.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }

  private void reserve(TenantTx tx, OpenedCall opened, ReceiptIntent intent) {
    Amounts most = Amounts.call(opened.nanoUsd());
    Instant expiresAt = intent.deadline().plus(Receipt.GRACE);
    ReserveOutcome outcome =
        tx.budgets()
            .reserve(
                new ReserveRequest(
                    opened.reservation(),
                    context.dimensions(Dimension.TOOL, call.tool()),
                    most,
                    expiresAt));
    if (outcome instanceof ReserveOutcome.Exceeded exceeded) {
      throw overBudget(exceeded.budget(), exceeded.asked());
    }
  }

  static Refusal overBudget(BudgetState state, long asked) {
    BudgetUnit unit = state.budget().unit();
    return new Refusal(
        Denial.of(
            DenialCode.OVER_BUDGET,
            Stage.OPEN,
            "budget "
                + state.budget().name()
                + " has "
                + amount(state.available(), unit)
                + " of "
                + amount(state.budget().limit(), unit)
                + " left, the call may cost "
                + amount(asked, unit)));
  }

  private static String amount(long value, BudgetUnit unit) {
    return switch (unit) {
      case NANO_USD -> BigDecimal.valueOf(value, 9).stripTrailingZeros().toPlainString() + " USD";
      case TOKENS -> value + " tokens";
      case REQUESTS -> value + " calls";
    };
  }

  private ReceiptIntent intentOf(
      TenantTx tx,
      ClearedCall cleared,
      OpenedCall opened,
      Sha256 salt,
      List<StageVerdict> verdicts) {
    return new ReceiptIntent(
        opened.receipt(),
        ReceiptKind.TOOL,
        context.run(),
        call.id(),
        call.tool(),
        cleared.digest(),
        salt,
        context.actor().principal().ref(),
        context.actor().agent().map(agent -> agent.ref()),
        cleared.approval().map(ApprovalId::value),
        Optional.of(opened.reservation().value()),
        cleared.decision().version(),
        verdicts,
        tx.now(),
        tx.now().plus(parts.options().toolDeadline()));
  }

  private AuditEvent.Builder event(
      ClearedCall cleared, OpenedCall opened, List<StageVerdict> verdicts) {
    AuditEvent.Builder event =
        GuardAudit.policy(audit.event("tool.call.opened"), Optional.of(cleared.decision()))
            .field("call_id", call.id().value())
            .field("tool", call.tool())
            .digest("tool_pin", cleared.definition().pin().digest())
            .field("effect", cleared.definition().effect().wireName())
            .field("receipt_id", opened.receipt().toString())
            .field("reservation_id", opened.reservation().toString())
            .commitment("call_commitment", opened.commitment())
            .field("decision", cleared.approval().isPresent() ? "approved" : "allowed")
            .verdicts(verdicts);
    cleared.approval().ifPresent(approval -> event.field("approval_id", approval.toString()));
    return event;
  }

  static Sha256 salt(GuardParts parts) {
    byte[] octets = new byte[Sha256.LENGTH];
    parts.sources().random().nextBytes(octets);
    return Sha256.wrap(octets);
  }

  private Refusal refusal(DenialCode code, String reason) {
    return new Refusal(Denial.of(code, Stage.OPEN, reason));
  }
}
