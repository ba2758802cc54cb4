// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.receipt.Receipt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path of one model call, from the prompt to its outcome. One object a call; not thread-safe.
 */
final class ModelPath {

  private final GuardParts parts;
  private final GuardContext context;
  private final ModelRequest request;
  private final StageLog stages;
  private final ModelGates gates;
  private final GuardAudit audit;
  private @Nullable RateHold taken;

  ModelPath(GuardParts parts, GuardContext context, ModelRequest request) {
    this.parts = parts;
    this.context = context;
    this.request = request;
    this.stages = new StageLog(parts.sources().ticker(), parts.probe());
    this.gates = new ModelGates(parts, context, stages);
    this.audit = new GuardAudit(parts, context);
  }

  /** Takes the request down the path. Whatever goes wrong before it is opened denies it. */
  ModelOutcome run(ModelExecution execution, ModelExecution.Conversation conversation) {
    try {
      return pass(execution, conversation);
    } finally {
      if (taken != null) {
        taken.refundUnlessHandedOn();
      }
    }
  }

  private ModelOutcome pass(ModelExecution execution, ModelExecution.Conversation conversation) {
    RateHold rate;
    ModelOpening.Result opened;
    try {
      Sha256 digest = ModelRequestDigest.of(context.actor(), request);
      Optional<Receipt> known = gates.replay(request, digest);
      if (known.isPresent()) {
        return conversation.replay(known.get());
      }
      ModelRequest scanned = gates.scan(request);
      List<String> models = gates.decide(scanned);
      gates.countInRun();
      long inputTokens = parts.options().estimator().inputTokens(scanned);
      rate = gates.limitRate(scanned, inputTokens);
      taken = rate;
      opened =
          new ModelOpening(parts, context, request, stages)
              .open(digest, new ModelLadder(parts, context, scanned, inputTokens), models, gates);
    } catch (Refusal refusal) {
      return refuse(refusal.denial());
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn(
          "tenant {}: stage {} could not decide, so it denied",
          context.tenant(),
          stages.current(),
          e);
      return refuse(
          Denial.of(
              DenialCode.UNAVAILABLE,
              stages.current(),
              "the stage failed with " + e.getClass().getName()));
    }
    if (opened instanceof ModelOpening.Known known) {
      return conversation.replay(known.receipt());
    }
    audit.committed();
    return execution.run(((ModelOpening.Opened) opened).job(), conversation, rate);
  }

  private ModelOutcome refuse(Denial denial) {
    stages.say(denial.code().wireName());
    audit.denied("model.call.denied", denial, gates.decision(), this::identify, stages.take());
    return new ModelOutcome.Denied(denial);
  }

  private AuditEvent.Builder identify(AuditEvent.Builder event) {
    return event.field("call_id", request.id().value()).field("model", request.model());
  }
}
