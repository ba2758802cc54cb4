// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static io.hermesx.core.guard.GuardFixture.call;
import static io.hermesx.core.guard.GuardFixture.denialCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.access.Rights;
import io.hermesx.core.access.Scope;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.policy.PolicyDecision;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.ratelimit.MemoryRateLimiter;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.receipt.Receipt;
import io.hermesx.core.receipt.ReceiptStatus;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.tool.ToolCall;
import io.hermesx.core.tool.ToolCatalog;
import io.hermesx.core.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolPathTest {

  private final GuardFixture fixture = GuardFixture.create();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void invoke_allowedCall_runsOnceAndIsOnRecordTwice() {
    fixture.budget(5_000_000);

    ToolOutcome outcome = fixture.invoke("c-1");

    assertThat(outcome).isInstanceOf(ToolOutcome.Executed.class);
    assertThat(outcome.forModel()).isEqualTo("done");
    assertThat(fixture.ran).hasValue(1);
    assertThat(fixture.auditTypes()).containsExactly("tool.call.opened", "tool.call.closed");
    assertThat(fixture.guard.audit().verify(ACME).intact()).isTrue();
    assertThat(fixture.usage().nanoUsd()).isEqualTo(GuardFixture.TOOL_PRICE);
    assertThat(fixture.budgetState().committed()).isEqualTo(GuardFixture.TOOL_PRICE);
    assertThat(fixture.budgetState().held()).isZero();
  }

  @Test
  void invoke_allowedCall_leavesEachStagesVerdictOnTheReceipt() {
    fixture.invoke("c-1");

    Receipt receipt = fixture.receipt("c-1").orElseThrow();
    List<Stage> stages =
        Stream.concat(
                receipt.intent().verdicts().stream(),
                receipt.result().orElseThrow().verdicts().stream())
            .map(StageVerdict::stage)
            .toList();
    assertThat(stages)
        .containsExactly(
            Stage.RESOLVE,
            Stage.VALIDATE,
            Stage.REPLAY,
            Stage.SCAN_INPUT,
            Stage.POLICY,
            Stage.APPROVAL,
            Stage.LOOP,
            Stage.RATE,
            Stage.OPEN,
            Stage.EXECUTE,
            Stage.SCAN_OUTPUT);
    assertThat(receipt.result().orElseThrow().status()).isEqualTo(ReceiptStatus.EXECUTED);
  }

  @Test
  void invoke_unknownTool_isDeniedWithoutNamingOthers() {
    fixture.builder.tools(ToolCatalog.of(fixture.refund));
    fixture.rebuilt();

    ToolOutcome outcome =
        fixture.guard.invoke(as(alice()), ToolCall.of("c-1", "launch_rocket", "{}"));

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.TOOL_UNKNOWN);
    assertThat(outcome.forModel()).doesNotContain("refund");
    assertThat(fixture.lastDenialOnRecord(ACME)).isEqualTo("tool_unknown");
  }

  @Test
  void invoke_nameThatIsNoToolName_isDeniedAndTheRecordHoldsNothingOfIt() {
    ToolOutcome outcome =
        fixture.guard.invoke(as(alice()), ToolCall.of("c-1", "réfund\n\u202e", "{}"));

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.TOOL_UNKNOWN);
    assertThat(fixture.audit(ACME).get(0).string("tool")).isEqualTo("_");
  }

  @Test
  void invoke_toolThatIsNotTheOneCalled_isDenied() {
    ToolOutcome outcome =
        fixture.guard.invoke(as(alice()), ToolCall.of("c-1", "other", "{}"), fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.TOOL_UNKNOWN);
  }

  @Test
  void invoke_definitionThatChangedSinceItWasPinned_isDenied() {
    fixture.invoke("c-1");

    ToolOutcome outcome =
        fixture.guard.invoke(
            as(alice()), call("c-2"), fixture.refundTool("Pays money to anybody."));

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.TOOL_CHANGED);
    assertThat(fixture.ran).hasValue(1);
  }

  @Test
  void invoke_invalidArguments_saysPointerKindAndWhatIsAllowedButNoValue() {
    ToolOutcome outcome =
        fixture.guard.invoke(
            as(alice()),
            ToolCall.of("c-1", "refund", "{\"order\":\"o-1\",\"amount\":\"s3cret-value\"}"),
            fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.INVALID_ARGUMENTS);
    assertThat(outcome.forModel())
        .contains("/amount", "integer", "string")
        .doesNotContain("s3cret-value");
  }

  @Test
  void invoke_duplicateKey_isDenied() {
    ToolOutcome outcome =
        fixture.guard.invoke(
            as(alice()),
            ToolCall.of("c-1", "refund", "{\"order\":\"o-1\",\"amount\":1,\"amount\":1000}"),
            fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.INVALID_ARGUMENTS);
    assertThat(fixture.ran).hasValue(0);
  }

  @Test
  void invoke_argumentsThatAreNoObject_isDenied() {
    ToolOutcome outcome =
        fixture.guard.invoke(as(alice()), ToolCall.of("c-1", "refund", "[1]"), fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.INVALID_ARGUMENTS);
  }

  @Test
  void invoke_policyDenies_hintHoldsNoRuleText() {
    fixture.policySays(PolicyEffect.DENY);

    ToolOutcome.Denied outcome = (ToolOutcome.Denied) fixture.invoke("c-1");

    assertThat(outcome.denial().code()).isEqualTo(DenialCode.POLICY_DENIED);
    assertThat(outcome.denial().reason()).contains("rule-1", "because the test says so");
    assertThat(outcome.denial().hint()).doesNotContain("rule-1", "because");
    assertThat(fixture.ran).hasValue(0);
    assertThat(fixture.receipt("c-1")).isEmpty();
  }

  @Test
  void invoke_withoutTheScope_isDeniedWhoeverLacksIt() {
    Principal powerless = Principal.user("carol");
    GuardContext throughAgent = as(alice()).withAgent(Principal.agent("triage"));
    GuardContext delegated = as(alice()).withDelegation(Rights.of(Scope.MODELS_CHAT));

    for (GuardContext context : List.of(as(powerless), throughAgent, delegated)) {
      ToolOutcome outcome = fixture.guard.invoke(context, call("c-1"), fixture.refund);
      assertThat(denialCode(outcome)).isEqualTo(DenialCode.NOT_PERMITTED);
    }
    assertThat(fixture.ran).hasValue(0);
  }

  @Test
  void invoke_policyDemandsSandbox_hostToolIsDenied() {
    fixture.verdict.set(
        new PolicyDecision(PolicyEffect.ALLOW, true, "boxed", "untrusted", "policy-1"));

    assertThat(denialCode(fixture.invoke("c-1"))).isEqualTo(DenialCode.SANDBOX_REQUIRED);
    assertThat(fixture.ran).hasValue(0);
  }

  @Test
  void invoke_overRateLimit_isDeniedWithTheWaitAndConsumesNothing() {
    fixture.builder.rateLimiter(
        MemoryRateLimiter.builder()
            .limits(RateLimits.of(RateLimit.requests("per-minute", 1, Duration.ofMinutes(1))))
            .ticker(() -> 0)
            .build());
    fixture.rebuilt();
    fixture.invoke("c-1");

    ToolOutcome.Denied outcome = (ToolOutcome.Denied) fixture.invoke("c-2");

    assertThat(outcome.denial().code()).isEqualTo(DenialCode.RATE_LIMITED);
    assertThat(outcome.denial().retryAfter()).contains(Duration.ofMinutes(1));
    assertThat(outcome.denial().reason()).contains("per-minute");
    assertThat(fixture.ran).hasValue(1);
  }

  @Test
  void invoke_overBudget_isDeniedAndTheRatePermitGivenBack() {
    MemoryRateLimiter limiter =
        MemoryRateLimiter.builder()
            .limits(RateLimits.of(RateLimit.requests("per-minute", 2, Duration.ofMinutes(1))))
            .ticker(() -> 0)
            .build();
    fixture.builder.rateLimiter(limiter);
    fixture.rebuilt();
    fixture.budget(GuardFixture.TOOL_PRICE);
    fixture.invoke("c-1");

    assertThat(denialCode(fixture.invoke("c-2"))).isEqualTo(DenialCode.OVER_BUDGET);
    assertThat(denialCode(fixture.invoke("c-3"))).isEqualTo(DenialCode.OVER_BUDGET);

    assertThat(fixture.ran).hasValue(1);
    assertThat(fixture.budgetState().committed()).isEqualTo(GuardFixture.TOOL_PRICE);
    assertThat(fixture.budgetState().held()).isZero();
  }

  @Test
  void invoke_fiftyFirstCallOfARun_isHalted() {
    for (int i = 0; i < 50; i++) {
      ToolOutcome outcome =
          fixture.guard.invoke(as(alice()), call("c-" + i, i + 1), fixture.refund);
      assertThat(outcome).isInstanceOf(ToolOutcome.Executed.class);
    }

    ToolOutcome outcome = fixture.guard.invoke(as(alice()), call("c-50", 51), fixture.refund);

    assertThat(denialCode(outcome)).isEqualTo(DenialCode.LOOP_HALTED);
    assertThat(fixture.ran).hasValue(50);
  }

  @Test
  void invoke_toolThatReportsAnError_isExecuted() {
    fixture.behaviour.set(call -> ToolResult.failed("no such order"));

    ToolOutcome.Executed outcome = (ToolOutcome.Executed) fixture.invoke("c-1");

    assertThat(outcome.result().error()).isTrue();
    assertThat(outcome.forModel()).isEqualTo("no such order");
    assertThat(fixture.receipt("c-1").orElseThrow().result().orElseThrow().status())
        .isEqualTo(ReceiptStatus.FAILED);
  }

  @Test
  void invoke_toolThatThrows_isExecutedAndItsTextStaysInTheHost() {
    fixture.behaviour.set(
        call -> {
          throw new IllegalStateException("jdbc:postgresql://db?password=hunter2");
        });

    ToolOutcome.Executed outcome = (ToolOutcome.Executed) fixture.invoke("c-1");

    assertThat(outcome.result().error()).isTrue();
    assertThat(outcome.forModel()).isEqualTo("The tool failed.").doesNotContain("hunter2");
    assertThat(fixture.audit(ACME).toString()).doesNotContain("hunter2");
  }

  @Test
  void invoke_longAnswer_isCutAndSaysSo() {
    fixture.builder.maxResultChars(1_024);
    fixture.rebuilt();
    fixture.behaviour.set(call -> ToolResult.of("x".repeat(10_000)));

    String answer = fixture.invoke("c-1").forModel();

    assertThat(answer).startsWith("x".repeat(1_024)).endsWith("[8976 characters left out]");
  }

  @Test
  void visibleTools_deniedTool_isNotShown() {
    fixture.builder.tools(ToolCatalog.of(fixture.refund));
    fixture.rebuilt();
    assertThat(fixture.guard.visibleTools(as(alice())))
        .containsExactly(fixture.refund.definition());
    assertThat(fixture.guard.visibleTools(as(Principal.user("carol")))).isEmpty();

    fixture.policySays(PolicyEffect.DENY);

    assertThat(fixture.guard.visibleTools(as(alice()))).isEmpty();
  }

  @Test
  void invoke_afterClose_saysWhatToDo() {
    fixture.guard.close();

    assertThatThrownBy(() -> fixture.invoke("c-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("build a new one");
  }

  @Test
  void audit_ofACall_holdsNoArgumentAndNoUnsaltedDigest() {
    fixture.guard.invoke(
        as(alice()),
        ToolCall.of(
            "c-1",
            "refund",
            JsonObject.builder().put("order", "o-77-private").put("amount", 10).build()),
        fixture.refund);

    String digest = fixture.receipt("c-1").orElseThrow().intent().digest().hex();
    assertThat(fixture.audit(ACME).toString())
        .doesNotContain("o-77-private")
        .doesNotContain(digest);
  }
}
