// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditCommitment;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptId;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.store.TenantTx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The first commit of a model call: reservation, intent and audit event, all or nothing. */
final class ModelOpening {

  private final GuardParts parts;
  private final GuardContext context;
  private final ModelRequest asked;
  private final StageLog stages;
  private final GuardAudit audit;

  ModelOpening(GuardParts parts, GuardContext context, ModelRequest asked, StageLog stages) {
    this.parts = parts;
    this.context = context;
    this.asked = asked;
    this.stages = stages;
    this.audit = new GuardAudit(parts, context);
  }

  /** What opening came to. */
  sealed interface Result {}

  /** The intent is on record. */
  record Opened(ModelJob job) implements Result {}

  /** Somebody else opened the same request in the meantime; nothing was written. */
  record Known(Receipt receipt) implements Result {}

  Result open(Sha256 digest, ModelLadder ladder, List<String> models, ModelGates gates) {
    stages.enter(Stage.OPEN);
    List<StageVerdict> verdicts = stages.takeEnded();
    Sha256 salt = ToolOpening.salt(parts);
    Duration patience = parts.options().modelDeadline();
    OpenedCall opened =
        new OpenedCall(
            new ReceiptId(parts.sources().ids().next()),
            new ReservationId(parts.sources().ids().next()),
            AuditCommitment.of(salt, digest),
            parts.sources().clock().instant().plus(patience),
            0);
    return parts
        .records()
        .store()
        .forTenant(context.tenant())
        .tx(
            tx -> {
              ReceiptIntent intent = intentOf(tx, opened, digest, salt, gates, verdicts);
              Optional<Receipt> known = tx.receipts().open(intent);
              if (known.isPresent()) {
                return known(known.get(), digest);
              }
              Instant expiresAt = intent.deadline().plus(Receipt.GRACE);
              ModelLadder.Rung rung =
                  ladder.reserve(tx.budgets(), models, opened.reservation(), expiresAt);
              tx.audit().stage(audit.prepare(event(opened, rung, gates, verdicts)));
              return new Opened(
                  new ModelJob(
                      context,
                      asked.model(),
                      rung.request(),
                      rung.price(),
                      opened,
                      gates.signals(),
                      stages));
            });
  }

  private static Result known(Receipt receipt, Sha256 digest) {
    if (receipt.intent().digest().equals(digest)) {
      return new Known(receipt);
    }
    throw new Refusal(
        Denial.of(
            DenialCode.CALL_ID_REUSED,
            Stage.OPEN,
            "receipt " + receipt.intent().id() + " has another digest"));
  }

  private ReceiptIntent intentOf(
      TenantTx tx,
      OpenedCall opened,
      Sha256 digest,
      Sha256 salt,
      ModelGates gates,
      List<StageVerdict> verdicts) {
    return new ReceiptIntent(
        opened.receipt(),
        ReceiptKind.MODEL,
        context.run(),
        asked.id(),
        asked.model(),
        digest,
        salt,
        context.actor().principal().ref(),
        context.actor().agent().map(agent -> agent.ref()),
        Optional.empty(),
        Optional.of(opened.reservation().value()),
        gates.decision().orElseThrow().version(),
        verdicts,
        tx.now(),
        tx.now().plus(parts.options().modelDeadline()));
  }

  private AuditEvent.Builder event(
      OpenedCall opened, ModelLadder.Rung rung, ModelGates gates, List<StageVerdict> verdicts) {
    return GuardAudit.policy(audit.event("model.call.opened"), gates.decision())
        .field("call_id", asked.id().value())
        .field("model", asked.model())
        .field("model_served", rung.request().model())
        .field("receipt_id", opened.receipt().toString())
        .field("reservation_id", opened.reservation().toString())
        .commitment("call_commitment", opened.commitment())
        .field("decision", "allowed")
        .verdicts(verdicts);
  }
}
