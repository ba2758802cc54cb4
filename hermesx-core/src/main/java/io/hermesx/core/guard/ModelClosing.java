// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.model.ModelAnswer;
import io.hermesx.core.model.ModelFailure;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageStatus;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The second commit of a model call. Thread-safe. */
final class ModelClosing {

  private final GuardParts parts;
  private final CloseBacklog backlog;

  ModelClosing(GuardParts parts, CloseBacklog backlog) {
    this.parts = parts;
    this.backlog = backlog;
  }

  /** An answer as it left the scanners. */
  record Answer(ModelAnswer answer, boolean withheld, Set<String> signals) {}

  /** How a model call ended, as it goes on record. */
  private record Ending(
      ReceiptStatus status,
      String output,
      Set<String> signals,
      String served,
      TokenUsage used,
      long nanoUsd,
      UsageStatus usage) {}

  ModelOutcome answered(ModelJob job, Answer scanned) {
    ModelAnswer answer = scanned.answer();
    long nanoUsd = job.price().cost(answer.usage());
    close(
        job,
        new Ending(
            scanned.withheld() ? ReceiptStatus.WITHHELD : ReceiptStatus.EXECUTED,
            AnswerJson.write(answer),
            scanned.signals(),
            answer.modelServed(),
            answer.usage(),
            nanoUsd,
            UsageStatus.COMPLETE));
    return new ModelOutcome.Answered(
        job.opened().receipt(), answer, nanoUsd, OutputScan.join(job.signals(), scanned.signals()));
  }

  ModelOutcome failed(ModelJob job, ModelFailure failure, TokenUsage used) {
    job.stages().say(failure.name().toLowerCase(Locale.ROOT));
    long nanoUsd = job.price().cost(used);
    close(
        job,
        new Ending(
            ReceiptStatus.FAILED,
            failure.name(),
            Set.of(),
            job.request().model(),
            used,
            nanoUsd,
            used.output() > 0 ? UsageStatus.PARTIAL : UsageStatus.ABORTED));
    return new ModelOutcome.Failed(job.opened().receipt(), failure, nanoUsd);
  }

  private void close(ModelJob job, Ending ending) {
    GuardAudit audit = new GuardAudit(parts, job.context());
    List<StageVerdict> verdicts = job.stages().take();
    PreparedEvent event = audit.prepare(event(audit, job, ending, verdicts));
    TenantStore store = parts.records().store().forTenant(job.context().tenant());
    CloseBacklog.Closing closing =
        new CloseBacklog.Closing(
            store,
            tx -> {
              settle(tx, job, ending);
              tx.receipts()
                  .close(
                      new ReceiptFinal(
                          job.opened().receipt(),
                          ending.status(),
                          ending.output(),
                          List.copyOf(ending.signals()),
                          ending.nanoUsd(),
                          verdicts,
                          tx.now()));
              tx.audit().stage(event);
            });
    try {
      job.stages().enter(Stage.CLOSE);
      closing.commit();
    } catch (RuntimeException e) {
      backlog.later(closing, e);
    }
    audit.committed();
  }

  private void settle(TenantTx tx, ModelJob job, Ending ending) {
    tx.budgets()
        .settle(
            job.opened().reservation(), new Amounts(ending.nanoUsd(), ending.used().total(), 1));
    UsageEvent event =
        new UsageEvent(
            AgentGuard.USAGE_SOURCE,
            job.opened().receipt().toString(),
            tx.now(),
            job.context().dimensions(Dimension.MODEL, job.request().model()),
            job.asked(),
            ending.served(),
            ending.used(),
            ending.nanoUsd(),
            parts.records().prices().version(),
            ending.usage());
    parts.records().usage().recordIn(tx.usage(), event);
  }

  private AuditEvent.Builder event(
      GuardAudit audit, ModelJob job, Ending ending, List<StageVerdict> verdicts) {
    return audit
        .event("model.call.closed")
        .field("model", job.asked())
        .foreign("model_served", ending.served())
        .field("receipt_id", job.opened().receipt().toString())
        .commitment("call_commitment", job.opened().commitment())
        .field("outcome", ending.status().name().toLowerCase(Locale.ROOT))
        .field("nano_usd", ending.nanoUsd())
        .field("input_tokens", ending.used().input())
        .field("cached_tokens", ending.used().cachedInput())
        .field("output_tokens", ending.used().output())
        .foreign("price_version", parts.records().prices().version())
        .verdicts(verdicts);
  }
}
