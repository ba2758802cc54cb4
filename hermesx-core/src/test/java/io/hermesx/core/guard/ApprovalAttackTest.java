// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import static io.hermesx.core.guard.GuardFixture.ACME;
import static io.hermesx.core.guard.GuardFixture.GLOBEX;
import static io.hermesx.core.guard.GuardFixture.alice;
import static io.hermesx.core.guard.GuardFixture.as;
import static io.hermesx.core.guard.GuardFixture.bob;
import static io.hermesx.core.guard.GuardFixture.call;
import static io.hermesx.core.guard.GuardFixture.decision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.hermesx.core.access.Scope;
import io.hermesx.core.approval.ApprovalId;
import io.hermesx.core.approval.DecideResult;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.policy.PolicyEffect;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tool.HostTool;
import io.hermesx.core.tool.ToolCatalog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every way to use a consent for something it was not given for. */
class ApprovalAttackTest {

  /** An attack on a consent to the call {@code c-1} of alice in run-1. */
  private interface Attack {
    ToolOutcome on(GuardFixture fixture, ApprovalId consent);
  }

  private static final Map<String, Attack> ATTACKS = attacks();

  @TestFactory
  Stream<DynamicTest> attacks_asListed_areDeniedAndOnRecord() {
    List<String[]> cases = cases();
    assertThat(cases.stream().map(row -> row[0])).containsExactlyElementsOf(ATTACKS.keySet());
    return cases.stream()
        .map(row -> dynamicTest(row[0], () -> attack(row[0], DenialCode.valueOf(row[1]), row[2])));
  }

  @Test
  void resume_consentThatIsGood_runsTheCallOnce() {
    try (GuardFixture fixture = GuardFixture.create()) {
      ApprovalId consent = consent(fixture);

      ToolOutcome outcome = fixture.guard.resume(as(alice()), call("c-1"), fixture.refund, consent);
      ToolOutcome again = fixture.guard.resume(as(alice()), call("c-1"), fixture.refund, consent);

      assertThat(outcome).isInstanceOf(ToolOutcome.Executed.class).isEqualTo(again);
      assertThat(fixture.ran).hasValue(1);
      assertThat(fixture.auditTypes())
          .containsExactly(
              "tool.call.suspended", "approval.decided", "tool.call.opened", "tool.call.closed");
    }
  }

  @Test
  void invoke_secondIdenticalCall_waitsForItsOwnConsent() {
    try (GuardFixture fixture = GuardFixture.create()) {
      ApprovalId consent = consent(fixture);

      ToolOutcome.Suspended second = (ToolOutcome.Suspended) fixture.invoke("c-2");

      assertThat(second.approval()).isNotEqualTo(consent);
      assertThat(fixture.ran).hasValue(0);
    }
  }

  @Test
  void invoke_sameCallWhileItWaits_givesTheSameApproval() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);

      assertThat(fixture.suspended("c-1")).isEqualTo(fixture.suspended("c-1"));

      assertThat(fixture.guard.pendingApprovals(as(bob()), 10)).hasSize(1);
      assertThat(fixture.auditTypes()).containsExactly("tool.call.suspended");
    }
  }

  @Test
  void invoke_callThatWaits_reservesAndChargesNothing() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.budget(GuardFixture.TOOL_PRICE);
      fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);

      fixture.suspended("c-1");

      assertThat(fixture.budgetState().available()).isEqualTo(GuardFixture.TOOL_PRICE);
      assertThat(fixture.receipt("c-1")).isEmpty();
    }
  }

  @Test
  void invoke_moreThanMayWait_isDenied() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.builder.maxPendingApprovals(2);
      fixture.rebuilt().policySays(PolicyEffect.REQUIRE_APPROVAL);
      fixture.suspended("c-1");
      fixture.suspended("c-2");

      assertThat(GuardFixture.denialCode(fixture.invoke("c-3")))
          .isEqualTo(DenialCode.APPROVALS_FULL);

      fixture.clock.advance(Duration.ofMinutes(10));
      assertThat(fixture.invoke("c-3")).isInstanceOf(ToolOutcome.Suspended.class);
    }
  }

  @Test
  void approve_byAnybodyWhoMayNot_isRefusedAndOnRecord() {
    Principal agent = Principal.agent("helper", Scope.APPROVALS_DECIDE);
    Principal service = Principal.service("nightly", Scope.APPROVALS_DECIDE);
    Map<GuardContext, DecideResult> approvers = new LinkedHashMap<>();
    approvers.put(as(alice()), DecideResult.FOUR_EYES);
    approvers.put(as(service), DecideResult.FOUR_EYES);
    approvers.put(as(agent), DecideResult.FOUR_EYES);
    approvers.put(as(bob()).withAgent(agent), DecideResult.NOT_ALLOWED);
    approvers.put(as(Principal.user("carol", Scope.TOOLS_INVOKE)), DecideResult.NOT_ALLOWED);
    approvers.put(GuardContext.of(GLOBEX, bob(), "run-1"), DecideResult.NOT_FOUND);
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
      ApprovalId waiting = fixture.suspended("c-1");

      approvers.forEach(
          (approver, expected) ->
              assertThat(fixture.guard.approve(approver, waiting)).isEqualTo(expected));

      assertThat(fixture.auditTypes().stream().filter("approval.decision_rejected"::equals))
          .hasSize(5);
      ToolOutcome outcome = fixture.guard.resume(as(alice()), call("c-1"), fixture.refund, waiting);
      assertThat(((ToolOutcome.Denied) outcome).denial().reason()).contains("pending");
      assertThat(fixture.ran).hasValue(0);
    }
  }

  @Test
  void approve_afterARefusal_staysRefused() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
      ApprovalId waiting = fixture.suspended("c-1");

      assertThat(fixture.guard.refuse(as(bob()), waiting)).isEqualTo(DecideResult.RECORDED);
      assertThat(fixture.guard.approve(as(bob()), waiting)).isEqualTo(DecideResult.ALREADY_DECIDED);

      ToolOutcome outcome = fixture.guard.resume(as(alice()), call("c-1"), fixture.refund, waiting);
      assertThat(((ToolOutcome.Denied) outcome).denial().reason()).contains("denied");
    }
  }

  @Test
  void approve_afterItsTime_isRefused() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
      ApprovalId waiting = fixture.suspended("c-1");
      fixture.clock.advance(Duration.ofMinutes(10));

      assertThat(fixture.guard.approve(as(bob()), waiting)).isEqualTo(DecideResult.EXPIRED);
    }
  }

  @Test
  void pendingApprovals_showTheReviewerExactlyWhatIsHashed() {
    try (GuardFixture fixture = GuardFixture.create()) {
      fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
      fixture.suspended("c-1");

      assertThat(fixture.guard.pendingApprovals(as(bob()), 10).get(0).arguments())
          .isEqualTo("{\"amount\":10,\"order\":\"o-1\"}");
      assertThat(fixture.guard.pendingApprovals(as(Principal.user("carol")), 10)).isEmpty();
    }
  }

  private static void attack(String name, DenialCode expected, String says) {
    try (GuardFixture control = GuardFixture.create()) {
      ApprovalId good = consent(control);
      assertThat(control.guard.resume(as(alice()), call("c-1"), control.refund, good))
          .isInstanceOf(ToolOutcome.Executed.class);
    }
    try (GuardFixture fixture = GuardFixture.create()) {
      int before = name.equals("used-before-for-another-call") ? 1 : 0;
      ToolOutcome.Denied outcome =
          (ToolOutcome.Denied)
              Objects.requireNonNull(ATTACKS.get(name)).on(fixture, consent(fixture));

      assertThat(outcome.denial().code()).isEqualTo(expected);
      assertThat(outcome.denial().reason()).contains(says);
      assertThat(fixture.ran).hasValue(before);
      String tenant = name.equals("other-tenant") ? "globex" : "acme";
      assertThat(fixture.lastDenialOnRecord(TenantId.named(tenant))).isEqualTo(expected.wireName());
    }
  }

  private static ApprovalId consent(GuardFixture fixture) {
    fixture.policySays(PolicyEffect.REQUIRE_APPROVAL);
    ApprovalId id = fixture.suspended("c-1");
    assertThat(fixture.guard.approve(as(bob()), id)).isEqualTo(DecideResult.RECORDED);
    return id;
  }

  private static Map<String, Attack> attacks() {
    Map<String, Attack> attacks = new LinkedHashMap<>();
    attacks.put(
        "other-arguments", (f, id) -> f.guard.resume(as(alice()), call("c-1", 11), f.refund, id));
    attacks.put(
        "other-call-same-arguments",
        (f, id) -> f.guard.resume(as(alice()), call("c-2"), f.refund, id));
    attacks.put(
        "other-run",
        (f, id) ->
            f.guard.resume(GuardContext.of(ACME, alice(), "run-2"), call("c-1"), f.refund, id));
    attacks.put("other-principal", (f, id) -> f.guard.resume(as(bob()), call("c-1"), f.refund, id));
    attacks.put(
        "other-agent",
        (f, id) ->
            f.guard.resume(
                as(alice()).withAgent(Principal.agent("helper", Scope.TOOLS_INVOKE)),
                call("c-1"),
                f.refund,
                id));
    attacks.put(
        "other-tenant",
        (f, id) ->
            f.guard.resume(GuardContext.of(GLOBEX, alice(), "run-1"), call("c-1"), f.refund, id));
    attacks.put(
        "made-up-id",
        (f, id) ->
            f.guard.resume(as(alice()), call("c-1"), f.refund, new ApprovalId(new UUID(7, 7))));
    attacks.put(
        "after-expiry",
        (f, id) -> {
          f.clock.advance(Duration.ofMinutes(10));
          return f.guard.resume(as(alice()), call("c-1"), f.refund, id);
        });
    attacks.put(
        "after-policy-change",
        (f, id) -> {
          f.verdict.set(decision(PolicyEffect.REQUIRE_APPROVAL, "policy-2"));
          return f.guard.resume(as(alice()), call("c-1"), f.refund, id);
        });
    attacks.put(
        "after-definition-change",
        (f, id) -> {
          HostTool changed = f.refundTool("Pays money to anybody.");
          f.builder.tools(ToolCatalog.of(changed));
          return f.rebuilt().guard.resume(as(alice()), call("c-1"), changed, id);
        });
    attacks.put(
        "after-definition-change-still-on-record",
        (f, id) ->
            f.guard.resume(as(alice()), call("c-1"), f.refundTool("Pays money to anybody."), id));
    attacks.put(
        "used-before-for-another-call",
        (f, id) -> {
          f.guard.resume(as(alice()), call("c-1"), f.refund, id);
          return f.guard.resume(as(alice()), call("c-2"), f.refund, id);
        });
    attacks.put(
        "rights-revoked",
        (f, id) -> f.guard.resume(as(Principal.user("alice")), call("c-1"), f.refund, id));
    attacks.put(
        "policy-denies-now",
        (f, id) -> {
          f.policySays(PolicyEffect.DENY);
          return f.guard.resume(as(alice()), call("c-1"), f.refund, id);
        });
    attacks.put(
        "budget-gone",
        (f, id) -> {
          f.budget(0);
          return f.guard.resume(as(alice()), call("c-1"), f.refund, id);
        });
    return attacks;
  }

  private static List<String[]> cases() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ApprovalAttackTest.class.getResourceAsStream("approval-attacks.tsv")),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
