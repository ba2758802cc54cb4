// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.model.TokenUsage;
import io.hermesx.core.pricing.PriceBook;
import io.hermesx.core.receipt.ReceiptFinal;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.scan.ScanDirection;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tool.ToolResult;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What happens to a tool call after it ran: its answer is scanned, and the second commit made.
 * Thread-safe.
 */
final class ToolClosing {

  private static final String RESULT_DOMAIN = "hermesx/tool-result/v1";
  private static final String WITHHELD = "The tool's answer was withheld.";

  private final GuardParts parts;
  private final CloseBacklog backlog;

  ToolClosing(GuardParts parts, CloseBacklog backlog) {
    this.parts = parts;
    this.backlog = backlog;
  }

  /** The tool answered. */
  ToolOutcome answered(ToolJob job, ToolResult result) {
    OutputScan.Verdict scanned = scan(job, result.content());
    ReceiptStatus status =
        scanned.withheld()
            ? ReceiptStatus.WITHHELD
            : result.error() ? ReceiptStatus.FAILED : ReceiptStatus.EXECUTED;
    String content = scanned.withheld() ? WITHHELD : scanned.text();
    countInRun(job, content, status != ReceiptStatus.EXECUTED);
    Set<String> signals = scanned.signals();
    close(job, status, content, signals, job.opened().nanoUsd());
    return new ToolOutcome.Executed(
        job.opened().receipt(),
        new ToolResult(content, status != ReceiptStatus.EXECUTED),
        OutputScan.join(job.cleared().signals(), signals));
  }

  /** Nothing ran after all: the hold is given back. */
  ToolOutcome refused(ToolJob job, DenialCode code, String reason) {
    job.stages().say(code.wireName());
    close(job, ReceiptStatus.REFUSED, code.name(), Set.of(), 0);
    return new ToolOutcome.Denied(Denial.of(code, Stage.EXECUTE, reason));
  }

  /** Whether it took effect is not known: the intent stays alone, and the hold until it expires. */
  ToolOutcome unknown(ToolJob job, String reason) {
    GuardAudit.LOG.warn(
        "tenant {}: receipt {} is indeterminate: {}",
        job.context().tenant(),
        job.opened().receipt(),
        reason);
    countInRun(job, "", true);
    job.stages().say("indeterminate");
    List<StageVerdict> verdicts = job.stages().take();
    new GuardAudit(parts, job.context())
        .alone("tool.call.indeterminate", event -> identify(event, job).verdicts(verdicts));
    return new ToolOutcome.Indeterminate(job.opened().receipt());
  }

  private OutputScan.Verdict scan(ToolJob job, String content) {
    try {
      job.stages().enter(Stage.SCAN_OUTPUT);
      OutputScan.Verdict verdict =
          OutputScan.of(parts, job.context().tenant(), ScanDirection.TOOL_RESULT, content);
      if (verdict.withheld()) {
        job.stages().say("withheld");
      }
      return verdict;
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "a scanner failed, so the answer of {} is withheld", job.call().tool(), e);
      job.stages().say("failed");
      return OutputScan.WITHHELD;
    }
  }

  private void countInRun(ToolJob job, String content, boolean failed) {
    try {
      Sha256 hash = Sha256.of(RESULT_DOMAIN, content.getBytes(StandardCharsets.UTF_8));
      parts.gates().loops().afterCall(job.cleared().loop(), hash, failed);
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "tenant {}: a result could not be counted in its run", job.context().tenant(), e);
    }
  }

  private void close(
      ToolJob job, ReceiptStatus status, String content, Set<String> signals, long nanoUsd) {
    GuardAudit audit = new GuardAudit(parts, job.context());
    List<StageVerdict> verdicts = job.stages().take();
    PreparedEvent event =
        audit.prepare(
            identify(audit.event("tool.call.closed"), job)
                .field("outcome", status.name().toLowerCase(Locale.ROOT))
                .field("nano_usd", nanoUsd)
                .foreign("price_version", parts.records().prices().version())
                .verdicts(verdicts));
    TenantStore store = parts.records().store().forTenant(job.context().tenant());
    CloseBacklog.Closing closing =
        new CloseBacklog.Closing(
            store,
            tx -> {
              settle(tx, job, status, nanoUsd);
              tx.receipts()
                  .close(
                      new ReceiptFinal(
                          job.opened().receipt(),
                          status,
                          content,
                          List.copyOf(signals),
                          nanoUsd,
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

  private void settle(TenantTx tx, ToolJob job, ReceiptStatus status, long nanoUsd) {
    if (status == ReceiptStatus.REFUSED) {
      tx.budgets().cancel(job.opened().reservation());
      return;
    }
    tx.budgets().settle(job.opened().reservation(), Amounts.call(nanoUsd));
    PriceBook prices = parts.records().prices();
    UsageEvent used =
        new UsageEvent(
            AgentGuard.USAGE_SOURCE,
            job.opened().receipt().toString(),
            tx.now(),
            job.context().dimensions(Dimension.TOOL, job.call().tool()),
            job.call().tool(),
            job.call().tool(),
            TokenUsage.ZERO,
            nanoUsd,
            prices.version(),
            UsageStatus.COMPLETE);
    parts.records().usage().recordIn(tx.usage(), used);
  }

  private static AuditEvent.Builder identify(AuditEvent.Builder event, ToolJob job) {
    return event
        .field("call_id", job.call().id().value())
        .field("tool", job.call().tool())
        .field("receipt_id", job.opened().receipt().toString())
        .commitment("call_commitment", job.opened().commitment());
  }
}
