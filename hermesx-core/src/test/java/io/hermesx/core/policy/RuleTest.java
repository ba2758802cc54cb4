// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tool.ToolEffect;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that mean nothing, or two things, are refused where they are written. */
class RuleTest {

  static Stream<Arguments> refused() {
    String[] many = IntStream.range(0, 101).mapToObj(i -> "r" + i).toArray(String[]::new);
    return Stream.of(
        refusal(() -> Rule.allow(""), "rule id has 0 characters"),
        refusal(() -> Rule.allow("a b"), "rule id has a character at index 1"),
        refusal(() -> Rule.allow("default-deny"), "stands for decisions that no rule made"),
        refusal(() -> Rule.allow("a").tool(), "rule a: tools has 0 words, allowed: 1 to 100"),
        refusal(() -> Rule.allow("a").role(many), "rule a: roles has 101 words"),
        refusal(() -> Rule.allow("a").tool(""), "rule a: tool pattern has 0 characters"),
        refusal(() -> Rule.allow("a").tool("*x"), "tool pattern has a * at index 0"),
        refusal(() -> Rule.allow("a").tool("a.*.b"), "tool pattern has a * at index 2"),
        refusal(() -> Rule.allow("a").tool("x**"), "tool pattern has a * at index 1"),
        refusal(() -> Rule.allow("a").tool("r\u0435fund"), "tool pattern has 6 characters"),
        refusal(() -> Rule.allow("a").tool("a/b"), "tool pattern has 3 characters"),
        refusal(() -> Rule.allow("a").tool("x".repeat(65)), "tool pattern has 65 characters"),
        refusal(() -> Rule.allow("a").model("g p t"), "model pattern has a character at index 1"),
        refusal(() -> Rule.allow("a").tool("t").model("m"), "it is about tools and models"),
        refusal(() -> Rule.allow("a").approvals().tool("t"), "it is about approvals and tools"),
        refusal(() -> Rule.allow("a").principal("alice"), "principal has no kind"),
        refusal(() -> Rule.allow("a").principal("User:alice"), "principal has no kind"),
        refusal(() -> Rule.allow("a").principal("user:"), "principal id has 0 characters"),
        refusal(() -> Rule.allow("a").agent("triage"), "agent has no kind"),
        refusal(() -> Rule.allow("a").role("x y"), "role has a character at index 1"),
        refusal(() -> Rule.allow("a").signal("s"), "rule a: a signal never permits"),
        refusal(() -> Rule.deny("a").withoutSignal("s"), "a signal never lifts a restriction"),
        refusal(() -> Rule.requireSandbox("a").withoutSignal("s"), "never lifts a restriction"),
        refusal(() -> Rule.requireApproval("a").withoutSignal("s"), "never lifts a restriction"),
        refusal(() -> Rule.allow("a").when(), "it has 0 conditions, allowed: 1 to 32"),
        refusal(() -> RulePolicy.of(Rule.deny("a")), "it does not say what it is about"),
        refusal(
            () -> RulePolicy.of(Rule.deny("a").model("m").toolEffect(ToolEffect.PURE)),
            "only tools have an effect"),
        refusal(
            () -> RulePolicy.of(Rule.deny("a").model("m").when(Argument.at("/x").exists())),
            "only tools have arguments"),
        refusal(
            () -> RulePolicy.of(Rule.deny("a").model("m").only(Operation.TOOL_LIST)),
            "tool_list is no operation on its models"));
  }

  private static Arguments refusal(ThrowingCallable construction, String message) {
    return Arguments.of(construction, message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void construction_withoutOneMeaning_isRefused(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void withers_leaveTheRuleAsItWas() {
    Rule rule = Rule.allow("a").tool("x");

    rule.tool("y").role("r").when(Argument.at("/p").exists());

    assertThat(rule).hasToString("{\"id\":\"a\",\"effect\":\"allow\",\"tools\":[\"x\"]}");
  }
}
