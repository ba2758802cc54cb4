// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static io.hermesx.core.policy.PolicyEffect.ALLOW;
import static io.hermesx.core.policy.PolicyEffect.DENY;
import static io.hermesx.core.policy.PolicyEffect.REQUIRE_APPROVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several decision points together: each can only narrow. */
class PolicyDecisionPointTest {

  @ParameterizedTest
  @CsvSource({
    "ALLOW, ALLOW, ALLOW",
    "ALLOW, REQUIRE_APPROVAL, REQUIRE_APPROVAL",
    "ALLOW, DENY, DENY",
    "REQUIRE_APPROVAL, REQUIRE_APPROVAL, REQUIRE_APPROVAL",
    "REQUIRE_APPROVAL, DENY, DENY",
    "DENY, DENY, DENY",
  })
  void all_theStrictestEffectCounts_inEitherOrder(
      PolicyEffect one, PolicyEffect other, PolicyEffect joint) {
    assertThat(decide(saying(one, false, "v"), saying(other, false, "v")).effect())
        .isEqualTo(joint);
    assertThat(decide(saying(other, false, "v"), saying(one, false, "v")).effect())
        .isEqualTo(joint);
  }

  @Test
  void all_sandboxOfAnyMember_isRequired() {
    assertThat(
            decide(saying(ALLOW, true, "v"), saying(REQUIRE_APPROVAL, false, "v"))
                .sandboxRequired())
        .isTrue();
    assertThat(decide(saying(ALLOW, false, "v"), saying(ALLOW, false, "v")).sandboxRequired())
        .isFalse();
  }

  @Test
  void all_versions_areJoinedAndTheStricterExplains() {
    PolicyDecision decision =
        decide(saying(ALLOW, false, "a"), saying(DENY, false, "b"), saying(ALLOW, false, "c"));

    assertThat(decision.version()).isEqualTo("a+b+c");
    assertThat(decision.rule()).isEqualTo("rule-b");
    assertThat(decision.explanation()).isEqualTo("because b");
    assertThat(decide(saying(ALLOW, false, "a"), saying(ALLOW, false, "a")).version())
        .isEqualTo("a");
  }

  @Test
  void all_memberThatThrows_isNotSkipped() {
    PolicyDecisionPoint failing =
        request -> {
          throw new IllegalStateException("away");
        };

    assertThatThrownBy(() -> decide(saying(ALLOW, false, "v"), failing)).hasMessage("away");
  }

  @Test
  void all_withoutMember_isRefused() {
    assertThatThrownBy(PolicyDecisionPoint::all)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pass at least one");
  }

  @Test
  void all_tenantRules_narrowThePlatformsAndNeverWiden() {
    RulePolicy platform =
        RulePolicy.of(
            Rule.allow("daily").tool("orders.*", "refund"),
            Rule.requireApproval("refunds").tool("refund"));
    RulePolicy tenant =
        RulePolicy.of(
            Rule.allow("everything").tool("*"), Rule.deny("no-history").tool("orders.history"));
    PolicyDecisionPoint both = PolicyDecisionPoint.all(platform, tenant);

    assertThat(Ask.tool("orders.read").to(both).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("orders.history").to(both).rule()).isEqualTo("no-history");
    assertThat(Ask.tool("refund").to(both).effect()).isEqualTo(REQUIRE_APPROVAL);
    assertThat(Ask.tool("export").to(both).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("export").to(both).version())
        .isEqualTo(platform.version() + "+" + tenant.version());
  }

  private static PolicyDecision decide(PolicyDecisionPoint... points) {
    return Ask.tool("t").to(PolicyDecisionPoint.all(points));
  }

  private static PolicyDecisionPoint saying(PolicyEffect effect, boolean sandbox, String version) {
    return request ->
        new PolicyDecision(effect, sandbox, "rule-" + version, "because " + version, version);
  }
}
