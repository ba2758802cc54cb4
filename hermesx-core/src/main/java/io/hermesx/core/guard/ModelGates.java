// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.Sha256;
import io.hermesx.core.model.ChatMessage;
import io.hermesx.core.model.ModelRequest;
import io.hermesx.core.policy.Operation;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.policy.PolicyRequest;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.scan.ScanAction;
import io.hermesx.core.scan.ScanDirection;
import io.hermesx.core.scan.ScanInput;
import io.hermesx.core.scan.ScanVerdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a model call that decide whether it may be made. One object a call; not
 * thread-safe.
 */
final class ModelGates {

  private final GuardParts parts;
  private final GuardContext context;
  private final StageLog stages;
  private final Set<String> signals;
  private @Nullable PolicyDecision decision;

  ModelGates(GuardParts parts, GuardContext context, StageLog stages) {
    this.parts = parts;
    this.context = context;
    this.stages = stages;
    this.signals = new HashSet<>(context.signals());
  }

  /** Looks for a receipt of this request; another request under the same id is refused. */
  Optional<Receipt> replay(ModelRequest request, Sha256 digest) {
    stages.enter(Stage.REPLAY);
    Optional<Receipt> receipt =
        parts
            .records()
            .store()
            .forTenant(context.tenant())
            .receipts()
            .findByCall(ReceiptKind.MODEL, context.run(), request.id());
    if (receipt.isPresent() && !receipt.get().intent().digest().equals(digest)) {
      throw refusal(
          DenialCode.CALL_ID_REUSED,
          "receipt " + receipt.get().intent().id() + " has this request id and another digest");
    }
    return receipt;
  }

  /** Lets the scanners look at each message, and replaces what they replaced. */
  ModelRequest scan(ModelRequest request) {
    stages.enter(Stage.SCAN_INPUT);
    List<ChatMessage> scanned = new ArrayList<>(request.messages().size());
    for (ChatMessage message : request.messages()) {
      ScanVerdict verdict =
          parts
              .gates()
              .scanner()
              .scan(new ScanInput(context.tenant(), ScanDirection.PROMPT, message.content()));
      signals.addAll(verdict.signals());
      if (verdict.action() != ScanAction.PASS) {
        throw refusal(
            DenialCode.CONTENT_BLOCKED,
            "a scanner blocked the prompt, signals " + verdict.signals());
      }
      scanned.add(message.withContent(verdict.text()));
    }
    return request.withMessages(scanned);
  }

  /**
   * Asks for rights, then the policy.
   *
   * @return the models that may be used, the one asked for first
   */
  List<String> decide(ModelRequest request) {
    stages.enter(Stage.POLICY);
    if (!context.actor().effectiveRights().includes(Operation.MODEL_CHAT.scope())) {
      throw refusal(
          DenialCode.NOT_PERMITTED,
          context.actor().principal().ref()
              + " lacks the scope "
              + Operation.MODEL_CHAT.scope()
              + ", itself, through its agent or through the delegation");
    }
    PolicyDecision made = ask(request.model());
    decision = made;
    switch (made.effect()) {
      case ALLOW -> {}
      case DENY -> throw refusal(DenialCode.POLICY_DENIED, made.rule() + ": " + made.explanation());
      case REQUIRE_APPROVAL ->
          throw refusal(
              DenialCode.APPROVAL_UNAVAILABLE,
              "rule " + made.rule() + " asks for consent, which only tool calls can wait for");
    }
    List<String> models = new ArrayList<>();
    models.add(request.model());
    for (String downgrade : request.downgrades()) {
      if (ask(downgrade).effect() == PolicyEffect.ALLOW) {
        models.add(downgrade);
      }
    }
    return models;
  }

  /** Counts the turn in its run. */
  void countInRun() {
    stages.enter(Stage.LOOP);
    LoopVerdict verdict = parts.gates().loops().beforeTurn(context.tenant(), context.run());
    switch (verdict.action()) {
      case CONTINUE -> {}
      case WARN -> signals.add("loop-warning");
      case HALT -> throw refusal(DenialCode.LOOP_HALTED, verdict.rule() + ": " + verdict.reason());
    }
  }

  /** Takes from every rate limit that matches, or from none. */
  RateHold limitRate(ModelRequest request, long inputTokens) {
    stages.enter(Stage.RATE);
    return RateGate.pass(
        parts.gates().rates(),
        context,
        context.dimensions(Dimension.MODEL, request.model()),
        inputTokens);
  }

  Set<String> signals() {
    return Set.copyOf(signals);
  }

  Optional<PolicyDecision> decision() {
    return Optional.ofNullable(decision);
  }

  private PolicyDecision ask(String model) {
    return parts
        .gates()
        .policy()
        .decide(
            new PolicyRequest(
                Operation.MODEL_CHAT,
                context.actor(),
                model,
                Optional.empty(),
                Optional.empty(),
                signals,
                context.dataClass()));
  }

  private Refusal refusal(DenialCode code, String reason) {
    return new Refusal(Denial.of(code, stages.current(), reason));
  }
}
