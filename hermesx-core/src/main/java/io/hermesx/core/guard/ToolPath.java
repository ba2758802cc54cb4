// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.approval.Approval;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.ApprovalState;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The path of one tool call, from its name to its outcome. One object a call; not thread-safe. */
final class ToolPath {

  private final GuardParts parts;
  private final GuardContext context;
  private final ToolCall call;
  private final StageLog stages;
  private final ToolGates gates;
  private final GuardAudit audit;
  private @Nullable RateHold taken;

  ToolPath(GuardParts parts, GuardContext context, ToolCall call) {
    this.parts = parts;
    this.context = context;
    this.call = call;
    this.stages = new StageLog(parts.sources().ticker(), parts.probe());
    this.gates = new ToolGates(parts, context, call, stages);
    this.audit = new GuardAudit(parts, context);
  }

  /** Takes the call down the path. Whatever goes wrong before it is opened denies it. */
  ToolOutcome run(
      @Nullable Tool presented, Optional<ApprovalId> approval, ToolExecution execution) {
    try {
      return pass(presented, approval, execution);
    } finally {
      if (taken != null) {
        taken.refundUnlessHandedOn();
      }
    }
  }

  private ToolOutcome pass(
      @Nullable Tool presented, Optional<ApprovalId> approval, ToolExecution execution) {
    RateHold rate;
    ToolOpening.Result opened;
    ClearedCall cleared;
    try {
      Tool tool = gates.resolve(presented);
      JsonObject arguments = gates.validate(tool);
      Sha256 digest = gates.digest(tool, arguments);
      Optional<Receipt> known = gates.replay(digest);
      if (known.isPresent()) {
        return RecordedOutcome.ofTool(known.get());
      }
      gates.scan(arguments);
      PolicyDecision decision = gates.decide(tool, arguments);
      Optional<SandboxRequest> program = gates.program(tool, arguments, decision);
      stages.enter(Stage.APPROVAL);
      if (approval.isEmpty() && gates.needsApproval(decision)) {
        return suspend(tool, arguments, digest, decision);
      }
      LoopCall loop = gates.countInRun(tool, digest);
      rate = gates.limitRate();
      taken = rate;
      cleared =
          new ClearedCall(
              tool, arguments, digest, decision, approval, program, loop, gates.signals());
      opened = new ToolOpening(parts, context, call, stages).open(cleared);
    } catch (Refusal refusal) {
      return refuse(refusal.denial());
    } catch (RuntimeException e) {
      return refuse(unavailable(e));
    }
    if (opened instanceof ToolOpening.Known known) {
      return RecordedOutcome.ofTool(known.receipt());
    }
    audit.committed();
    OpenedCall intent = ((ToolOpening.Opened) opened).call();
    return execution.run(new ToolJob(context, call, cleared, intent, stages, rate));
  }

  private ToolOutcome suspend(
      Tool tool, JsonObject arguments, Sha256 digest, PolicyDecision decision) {
    ApprovalId id = new ApprovalId(parts.sources().ids().next());
    Approval asked =
        new Approval(
            id,
            context.actor().principal(),
            context.actor().agent(),
            context.run(),
            call.id(),
            tool.definition().name(),
            tool.definition().pin(),
            digest,
            decision.version(),
            arguments.canonical(),
            ApprovalState.PENDING,
            Optional.empty(),
            parts.sources().clock().instant(),
            parts.sources().clock().instant());
    stages.say("suspended");
    AuditEvent.Builder event =
        GuardAudit.policy(identify(audit.event("tool.call.suspended")), Optional.of(decision))
            .field("decision", "suspended")
            .field("approval_id", id.toString())
            .verdicts(stages.take());
    return new ApprovalDesk(parts, context)
        .request(asked, audit.prepare(event))
        .<ToolOutcome>map(open -> new ToolOutcome.Suspended(open.id(), open.expiresAt()))
        .orElseGet(
            () ->
                refuse(
                    Denial.of(
                        DenialCode.APPROVALS_FULL,
                        Stage.APPROVAL,
                        "the tenant has "
                            + parts.options().maxPendingApprovals()
                            + " pending approvals")));
  }

  private ToolOutcome refuse(Denial denial) {
    countDenial(denial);
    stages.say(denial.code().wireName());
    audit.denied("tool.call.denied", denial, gates.decision(), this::identify, stages.take());
    return new ToolOutcome.Denied(denial);
  }

  private void countDenial(Denial denial) {
    try {
      if (denial.code().countsAsRepeat()) {
        gates.loop().ifPresent(parts.gates().loops()::denied);
      }
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "tenant {}: a denial could not be counted in its run", context.tenant(), e);
    }
  }

  private Denial unavailable(RuntimeException e) {
    GuardAudit.LOG.warn(
        "tenant {}: stage {} could not decide, so it denied",
        context.tenant(),
        stages.current(),
        e);
    return Denial.of(
        DenialCode.UNAVAILABLE,
        stages.current(),
        "the stage failed with " + e.getClass().getName());
  }

  private AuditEvent.Builder identify(AuditEvent.Builder event) {
    return event
        .field("call_id", call.id().value())
        .field("tool", ToolName.isValid(call.tool()) ? call.tool() : "_");
  }
}
