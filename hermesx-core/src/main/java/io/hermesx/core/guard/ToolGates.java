// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimension;
import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSchemaViolation;
import io.hermesx.core.json.JsonSyntaxException;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.policy.Operation;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.policy.PolicyRequest;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptKind;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.scan.ScanAction;
import io.hermesx.core.scan.ScanDirection;
import io.hermesx.core.scan.ScanInput;
import io.hermesx.core.scan.ScanVerdict;
import io.hermesx.core.tool.ArgumentDigest;
import io.hermesx.core.tool.SandboxedTool;
import io.hermesx.core.tool.Tool;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolInvocation;
import io.hermesx.core.tool.ToolName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a tool call that decide whether it may run, up to the rate limit. Each either lets
 * it through or throws a {@link Refusal}; none has an effect that is not given back. One object a
 * call; not thread-safe.
 */
final class ToolGates {

  private static final String RAW_CALL_DOMAIN = "hermesx/raw-call/v1";
  private static final int SHOWN_VIOLATIONS = 5;

  private final GuardParts parts;
  private final GuardContext context;
  private final ToolCall call;
  private final StageLog stages;
  private final Set<String> signals;
  private boolean scannerAsksForApproval;
  private @Nullable Tool resolved;
  private @Nullable Sha256 digest;
  private @Nullable PolicyDecision decision;

  ToolGates(GuardParts parts, GuardContext context, ToolCall call, StageLog stages) {
    this.parts = parts;
    this.context = context;
    this.call = call;
    this.stages = stages;
    this.signals = new HashSet<>(context.signals());
  }

  /** Finds the tool on record, and holds the one the host brought along against its pin. */
  Tool resolve(@Nullable Tool presented) {
    stages.enter(Stage.RESOLVE);
    if (!ToolName.isValid(call.tool())) {
      throw refusal(DenialCode.TOOL_UNKNOWN, "what the model called is no tool name");
    }
    ToolName name = new ToolName(call.tool());
    if (presented == null) {
      return parts
          .gates()
          .tools()
          .find(context.tenant(), name)
          .orElseThrow(
              () -> refusal(DenialCode.TOOL_UNKNOWN, "no tool " + name + " is in the catalogue"));
    }
    if (!presented.definition().name().equals(name)) {
      throw refusal(
          DenialCode.TOOL_UNKNOWN,
          "the call names " + name + " and the tool passed is " + presented.definition().name());
    }
    return switch (parts.gates().tools().check(context.tenant(), presented)) {
      case MATCH -> presented;
      case CHANGED ->
          throw refusal(
              DenialCode.TOOL_CHANGED,
              "tool "
                  + name
                  + " has pin "
                  + presented.definition().pin()
                  + ", another one is in the catalogue");
      case UNKNOWN ->
          throw refusal(DenialCode.TOOL_UNKNOWN, "no tool " + name + " is in the catalogue");
    };
  }

  /** Parses the arguments and holds them against the schema. */
  JsonObject validate(Tool tool) {
    stages.enter(Stage.VALIDATE);
    resolved = tool;
    JsonObject arguments = parse();
    List<JsonSchemaViolation> violations = tool.definition().arguments().validate(arguments);
    if (!violations.isEmpty()) {
      throw invalid(
          violations.stream()
              .limit(SHOWN_VIOLATIONS)
              .map(JsonSchemaViolation::message)
              .collect(Collectors.joining("; ")));
    }
    return arguments;
  }

  private JsonObject parse() {
    JsonValue value;
    try {
      value = JsonValue.parse(call.argumentsJson(), parts.options().argumentLimits());
    } catch (JsonSyntaxException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    if (value instanceof JsonObject arguments) {
      return arguments;
    }
    throw invalid("the arguments are of kind " + value.kind() + ", allowed: one JSON object");
  }

  /** Computes what approvals and repeated calls are held against. */
  Sha256 digest(Tool tool, JsonObject arguments) {
    Sha256 computed = ArgumentDigest.of(context.actor(), tool.definition(), arguments);
    digest = computed;
    return computed;
  }

  /** Looks for a receipt of this call; another call under the same id is refused. */
  Optional<Receipt> replay(Sha256 digest) {
    stages.enter(Stage.REPLAY);
    Optional<Receipt> receipt =
        parts
            .records()
            .store()
            .forTenant(context.tenant())
            .receipts()
            .findByCall(ReceiptKind.TOOL, context.run(), call.id());
    if (receipt.isPresent()) {
      requireSame(receipt.get(), digest);
    }
    return receipt;
  }

  /** Refuses a receipt that belongs to another call. */
  void requireSame(Receipt receipt, Sha256 digest) {
    if (!receipt.intent().digest().equals(digest)) {
      throw refusal(
          DenialCode.CALL_ID_REUSED,
          "receipt " + receipt.intent().id() + " has this call id and another digest");
    }
  }

  /** Lets the scanners look at the arguments. They may not change them. */
  void scan(JsonObject arguments) {
    stages.enter(Stage.SCAN_INPUT);
    String text = arguments.toJson();
    ScanVerdict verdict =
        parts
            .gates()
            .scanner()
            .scan(new ScanInput(context.tenant(), ScanDirection.TOOL_ARGUMENTS, text));
    signals.addAll(verdict.signals());
    if (verdict.action() == ScanAction.BLOCK || !verdict.text().equals(text)) {
      throw refusal(
          DenialCode.CONTENT_BLOCKED,
          "a scanner blocked the arguments, signals " + verdict.signals());
    }
    scannerAsksForApproval = verdict.action() == ScanAction.REQUIRE_APPROVAL;
  }

  /** Asks for rights, then the policy; what scanners demand can only tighten the answer. */
  PolicyDecision decide(Tool tool, JsonObject arguments) {
    stages.enter(Stage.POLICY);
    requireScope(Operation.TOOL_INVOKE);
    PolicyDecision made =
        parts
            .gates()
            .policy()
            .decide(
                new PolicyRequest(
                    Operation.TOOL_INVOKE,
                    context.actor(),
                    call.tool(),
                    Optional.of(tool.definition()),
                    Optional.of(arguments),
                    signals,
                    context.dataClass()));
    decision = made;
    if (made.effect() == PolicyEffect.DENY) {
      throw refusal(DenialCode.POLICY_DENIED, made.rule() + ": " + made.explanation());
    }
    return made;
  }

  /** Tells whether a person must agree to this call. */
  boolean needsApproval(PolicyDecision made) {
    return scannerAsksForApproval || made.effect() == PolicyEffect.REQUIRE_APPROVAL;
  }

  /** Counts the call in its run. */
  LoopCall countInRun(Tool tool, Sha256 digest) {
    stages.enter(Stage.LOOP);
    LoopCall counted = loopCall(tool, digest);
    LoopVerdict verdict = parts.gates().loops().beforeCall(counted);
    switch (verdict.action()) {
      case CONTINUE -> {}
      case WARN -> signals.add("loop-warning");
      case HALT -> throw refusal(DenialCode.LOOP_HALTED, verdict.rule() + ": " + verdict.reason());
    }
    return counted;
  }

  /** Takes from every rate limit that matches, or from none. */
  RateHold limitRate() {
    stages.enter(Stage.RATE);
    return RateGate.pass(
        parts.gates().rates(), context, context.dimensions(Dimension.TOOL, call.tool()), 0);
  }

  Set<String> signals() {
    return Set.copyOf(signals);
  }

  Optional<PolicyDecision> decision() {
    return Optional.ofNullable(decision);
  }

  /** The call as the loop breaker counts it, once it is known what tool it is for. */
  Optional<LoopCall> loop() {
    Tool tool = resolved;
    if (tool == null) {
      return Optional.empty();
    }
    return Optional.of(loopCall(tool, digest == null ? rawSignature() : digest));
  }

  Refusal refusal(DenialCode code, String reason) {
    return new Refusal(Denial.of(code, stages.current(), reason));
  }

  private void requireScope(Operation operation) {
    if (!context.actor().effectiveRights().includes(operation.scope())) {
      throw refusal(
          DenialCode.NOT_PERMITTED,
          context.actor().principal().ref()
              + " lacks the scope "
              + operation.scope()
              + ", itself, through its agent or through the delegation");
    }
  }

  /**
   * Makes the program of a sandboxed tool and holds what it requires against what the executor has
   * proven.
   */
  Optional<SandboxRequest> program(Tool tool, JsonObject arguments, PolicyDecision made) {
    SandboxGate gate = new SandboxGate(parts.gates(), context.tenant());
    requireNone(gate.obstacle(tool, made));
    if (!(tool instanceof SandboxedTool sandboxed)) {
      return Optional.empty();
    }
    SandboxRequest request = gate.tighten(request(sandboxed, arguments), sandboxed, made);
    requireNone(gate.missing(request.required()));
    return Optional.of(request);
  }

  private void requireNone(Optional<SandboxGate.Obstacle> obstacle) {
    if (obstacle.isPresent()) {
      parts.remedies().tell(call.tool(), obstacle.get().missing());
      throw refusal(obstacle.get().code(), obstacle.get().reason());
    }
  }

  private SandboxRequest request(SandboxedTool tool, JsonObject arguments) {
    Duration deadline = parts.options().toolDeadline();
    SandboxRequest request;
    try {
      request = tool.program().request(invocation(arguments));
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new HermesException("tool " + call.tool() + " could not make its program", e);
    }
    return request.within(request.limits().withWall(deadline)).toBuilder()
        .tenant(context.tenant())
        .build();
  }

  /** What the tool is handed. */
  ToolInvocation invocation(JsonObject arguments) {
    Instant deadline = parts.sources().clock().instant().plus(parts.options().toolDeadline());
    return new ToolInvocation(context.actor(), context.run(), call.id(), arguments, deadline);
  }

  private Refusal invalid(String detail) {
    String hint = DenialCode.INVALID_ARGUMENTS.hint() + " " + detail;
    return new Refusal(
        new Denial(DenialCode.INVALID_ARGUMENTS, stages.current(), hint, detail, Optional.empty()));
  }

  private LoopCall loopCall(Tool tool, Sha256 signature) {
    return new LoopCall(
        context.tenant(),
        context.run(),
        tool.definition().name(),
        signature,
        tool.definition().effect());
  }

  private Sha256 rawSignature() {
    return Sha256.of(RAW_CALL_DOMAIN, call.argumentsJson().getBytes(StandardCharsets.UTF_8));
  }
}
