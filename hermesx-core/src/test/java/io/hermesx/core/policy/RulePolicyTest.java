// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static io.hermesx.core.policy.PolicyEffect.ALLOW;
import static io.hermesx.core.policy.PolicyEffect.DENY;
import static io.hermesx.core.policy.PolicyEffect.REQUIRE_APPROVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.tool.ToolEffect;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What rules decide, and how the decision is explained. */
class RulePolicyTest {

  static final RulePolicy README =
      RulePolicy.of(
          Rule.allow("orders-read").tool("orders.*").role("support"),
          Rule.requireApproval("big-refund")
              .tool("refund")
              .when(Argument.at("/amount").greaterThan(100)),
          Rule.allow("refund").tool("refund"),
          Rule.deny("no-export").tool("export"));

  @Test
  void readmePolicy_fourCalls_areDecidedAsItReads() {
    assertThat(Ask.tool("orders.read").role("support").to(README).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("refund").args("{\"amount\":20}").to(README).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("refund").args("{\"amount\":200}").to(README).effect())
        .isEqualTo(REQUIRE_APPROVAL);
    assertThat(Ask.tool("export").to(README).effect()).isEqualTo(DENY);
  }

  @Test
  void decision_ofARule_namesItAndTheVersion() {
    PolicyDecision decision = Ask.tool("export").to(README);

    assertThat(decision.rule()).isEqualTo("no-export");
    assertThat(decision.explanation()).isEqualTo("rule no-export denies");
    assertThat(decision.version()).isEqualTo(README.version()).matches("rules-[0-9a-f]{32}");
  }

  @Test
  void decision_severalRulesOfTheEffect_namesTheSmallestId() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.deny("c").tool("*"), Rule.deny("a").tool("t*"), Rule.deny("b").tool("t"));

    assertThat(Ask.tool("t").to(policy).rule()).isEqualTo("a");
  }

  @Test
  void silence_explanation_saysWhatRuledOutTheNearestRule() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("by-role").tool("a").role("support"),
            Rule.allow("by-principal").tool("b").principal("user:bob"),
            Rule.allow("by-agent").tool("c").agent("agent:triage"),
            Rule.allow("by-effect").tool("d").toolEffect(ToolEffect.PURE),
            Rule.allow("by-class").tool("e").dataClass("public"),
            Rule.allow("by-signal").tool("f").withoutSignal("injection"),
            Rule.allow("by-arguments").tool("g").when(Argument.at("/x").exists()),
            Rule.deny("elsewhere").tool("h").role("guest"));

    assertThat(
            List.of(
                Ask.tool("zzz").to(policy).explanation(),
                Ask.tool("a").to(policy).explanation(),
                Ask.tool("a").role("sales", "guest").to(policy).explanation(),
                Ask.tool("b").to(policy).explanation(),
                Ask.tool("c").to(policy).explanation(),
                Ask.tool("d").effect(ToolEffect.SIDE_EFFECT).to(policy).explanation(),
                Ask.tool("d").to(policy).explanation(),
                Ask.tool("e").dataClass("pii").to(policy).explanation(),
                Ask.tool("e").to(policy).explanation(),
                Ask.tool("f").signals("injection").to(policy).explanation(),
                Ask.tool("g").to(policy).explanation(),
                Ask.tool("h").to(policy).explanation(),
                Ask.model("gpt").to(policy).explanation(),
                Ask.of(Operation.APPROVAL_DECIDE, "1").to(policy).explanation()))
        .containsExactly(
            "no rule allows tool zzz",
            "no rule allows tool a for a principal without roles (nearest: rule by-role)",
            "no rule allows tool a for roles guest, sales (nearest: rule by-role)",
            "no rule allows tool b for user:alice (nearest: rule by-principal)",
            "no rule allows tool c for no agent (nearest: rule by-agent)",
            "no rule allows tool d with effect side_effect (nearest: rule by-effect)",
            "no rule allows tool d with an effect that is not known (nearest: rule by-effect)",
            "no rule allows tool e on data class pii (nearest: rule by-class)",
            "no rule allows tool e on data of a class that is not stated (nearest: rule by-class)",
            "no rule allows tool f with signals injection (nearest: rule by-signal)",
            "no rule allows tool g with these arguments (nearest: rule by-arguments)",
            "no rule allows tool h",
            "no rule allows model gpt",
            "no rule allows deciding approvals");
  }

  @Test
  void silence_namesAModelMadeUp_areNotRepeatedUnlessPlain() {
    String spoof = "pay\u202Egnp\n.exe";

    assertThat(Ask.tool(spoof).to(README).explanation())
        .isEqualTo("no rule allows tool (a name of 12 characters, not shown)");
    assertThat(Ask.tool("x".repeat(129)).to(README).explanation()).doesNotContain("xx");
  }

  @Test
  void explanation_neverContainsArgumentValues() {
    assertThat(Ask.tool("refund").args("{\"amount\":\"hunter2\"}").to(README).toString())
        .doesNotContain("hunter2");
  }

  @Test
  void sandboxRule_demandsItAndPermitsNothing() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.requireSandbox("boxed").tool("py.*"),
            Rule.allow("all").tool("*").role("dev"),
            Rule.requireApproval("ask").tool("py.shell"));

    PolicyDecision allowed = Ask.tool("py.run").role("dev").to(policy);
    assertThat(allowed.effect()).isEqualTo(ALLOW);
    assertThat(allowed.sandboxRequired()).isTrue();
    assertThat(allowed.rule()).isEqualTo("all");
    assertThat(allowed.explanation()).isEqualTo("rule all allows; rule boxed requires a sandbox");
    assertThat(Ask.tool("py.shell").role("dev").to(policy).effect()).isEqualTo(REQUIRE_APPROVAL);
    assertThat(Ask.tool("py.shell").role("dev").to(policy).sandboxRequired()).isTrue();
    assertThat(Ask.tool("py.run").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("other").role("dev").to(policy).sandboxRequired()).isFalse();
  }

  @Test
  void approvalRule_alone_permitsNothingAndSaysSo() {
    RulePolicy policy = RulePolicy.of(Rule.requireApproval("ask").tool("refund"));

    PolicyDecision decision = Ask.tool("refund").to(policy);

    assertThat(decision.effect()).isEqualTo(DENY);
    assertThat(decision.rule()).isEqualTo(PolicyDecision.NO_RULE);
    assertThat(decision.explanation())
        .isEqualTo(
            "no rule allows tool refund; rule ask requires approval, which by itself allows"
                + " nothing");
  }

  @Test
  void argumentCondition_missingOrOfAnotherKind_neverWidens() {
    RulePolicy allowing =
        RulePolicy.of(Rule.allow("small").tool("t").when(Argument.at("/n").atMost(10)));
    RulePolicy denying =
        RulePolicy.of(
            Rule.allow("all").tool("t"),
            Rule.deny("large").tool("t").when(Argument.at("/n").greaterThan(10)));

    for (String undecided : List.of("{}", "{\"n\":\"5\"}", "{\"n\":null}", "{\"n\":[5]}")) {
      assertThat(Ask.tool("t").args(undecided).to(allowing).effect()).isEqualTo(DENY);
      assertThat(Ask.tool("t").args(undecided).to(denying).rule()).isEqualTo("large");
    }
    assertThat(Ask.tool("t").unknownArgs().to(allowing).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("t").unknownArgs().to(denying).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("t").args("{\"n\":5}").to(allowing).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("t").args("{\"n\":5}").to(denying).effect()).isEqualTo(ALLOW);
  }

  @Test
  void restriction_withExists_sparesCallsWithoutTheMember() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("all").tool("t"),
            Rule.deny("large")
                .tool("t")
                .when(Argument.at("/n").exists(), Argument.at("/n").greaterThan(10)));

    assertThat(Ask.tool("t").to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("t").args("{\"n\":null}").to(policy).effect()).isEqualTo(DENY);
  }

  @Test
  void effectAndDataClass_notKnown_neverWiden() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("reads").tool("*").toolEffect(ToolEffect.PURE),
            Rule.allow("chat").model("*"),
            Rule.deny("no-pii").model("*").dataClass("pii"),
            Rule.allow("public").tool("p").dataClass("public"));

    assertThat(Ask.tool("x").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("x").effect(ToolEffect.PURE).to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.model("m").to(policy).rule()).isEqualTo("no-pii");
    assertThat(Ask.model("m").dataClass("public").to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("p").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("p").dataClass("public").to(policy).effect()).isEqualTo(ALLOW);
  }

  @Test
  void signals_restrictAndNeverPermit() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("clean").tool("send").withoutSignal("injection"),
            Rule.allow("read").tool("read"),
            Rule.deny("tainted-writes")
                .tool("*")
                .toolEffect(ToolEffect.SIDE_EFFECT)
                .signal("secret"));

    assertThat(Ask.tool("send").effect(ToolEffect.PURE).to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("send").signals("injection").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("read").effect(ToolEffect.SIDE_EFFECT).to(policy).effect())
        .isEqualTo(ALLOW);
    assertThat(Ask.tool("read").effect(ToolEffect.SIDE_EFFECT).signals("secret").to(policy).rule())
        .isEqualTo("tainted-writes");
  }

  @Test
  void identities_areMatchedExactly() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("alice").tool("a").principal("user:alice"),
            Rule.allow("agent").tool("b").agent("agent:triage"));

    assertThat(Ask.tool("a").to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("a").by(Principal.service("alice")).to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("a").by(Principal.user("Alice")).to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("a").by(Principal.user("*")).to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("b").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("b").agent(Principal.agent("triage")).to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.tool("b").by(Principal.agent("triage")).to(policy).effect()).isEqualTo(DENY);
  }

  @Test
  void role_ofTheAgent_doesNotCountForThePrincipal() {
    RulePolicy policy = RulePolicy.of(Rule.allow("leads").tool("t").role("lead"));
    Principal agent = Principal.agent("a").withRoles("lead");

    assertThat(Ask.tool("t").agent(agent).to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("t").role("lead").agent(agent).to(policy).effect()).isEqualTo(ALLOW);
  }

  @Test
  void operations_areKeptApart() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("tools").tool("*"),
            Rule.allow("models").model("small-*"),
            Rule.deny("hidden").tool("secret.*").only(Operation.TOOL_LIST),
            Rule.allow("leads").approvals().role("lead"));

    assertThat(Ask.tool("small-1").to(policy).rule()).isEqualTo("tools");
    assertThat(Ask.model("small-1").to(policy).rule()).isEqualTo("models");
    assertThat(Ask.model("large").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.list("secret.x").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.tool("secret.x").to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.of(Operation.APPROVAL_DECIDE, "id").to(policy).effect()).isEqualTo(DENY);
    assertThat(Ask.of(Operation.APPROVAL_DECIDE, "id").role("lead").to(policy).effect())
        .isEqualTo(ALLOW);
  }

  @Test
  void listing_conditionsOnArguments_neitherHideNorRestrict() {
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("some").tool("a").when(Argument.at("/n").atMost(1)),
            Rule.allow("b").tool("b"),
            Rule.deny("not-large").tool("b").when(Argument.at("/n").greaterThan(1)),
            Rule.requireApproval("ask").tool("b").when(Argument.at("/n").greaterThan(0)),
            Rule.requireSandbox("box").tool("b").when(Argument.at("/n").exists()));

    assertThat(Ask.list("a").to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.list("b").to(policy).effect()).isEqualTo(ALLOW);
    assertThat(Ask.list("b").to(policy).sandboxRequired()).isFalse();
    assertThat(Ask.list("c").to(policy).effect()).isEqualTo(DENY);
  }

  @Test
  void denyAll_everyOperation_denies() {
    for (Operation operation : Operation.values()) {
      PolicyDecision decision = Ask.of(operation, "x").to(RulePolicy.denyAll());
      assertThat(decision.effect()).isEqualTo(DENY);
      assertThat(decision.rule()).isEqualTo(PolicyDecision.NO_RULE);
    }
  }

  @Test
  void of_duplicateIds_areRefused() {
    assertThatThrownBy(() -> RulePolicy.of(Rule.allow("a").tool("x"), Rule.deny("a").tool("y")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two rules have the id a; give each its own");
  }

  @Test
  void of_moreThanAThousandRules_isRefused() {
    List<Rule> rules =
        IntStream.rangeClosed(0, RulePolicy.MAX_RULES)
            .mapToObj(i -> Rule.allow("r" + i).tool("t"))
            .toList();

    assertThat(RulePolicy.of(rules.subList(0, 1_000)).rules()).hasSize(1_000);
    assertThatThrownBy(() -> RulePolicy.of(rules))
        .hasMessage("the policy has 1001 rules, allowed: 0 to 1000");
  }

  @Test
  void version_dependsOnTheRulesOnly() {
    Rule one = Rule.allow("one").tool("a", "b").role("x").role("y");
    Rule same = Rule.allow("one").role("y", "x", "x").tool("b").tool("a");
    Rule two = Rule.deny("two").tool("c");

    assertThat(RulePolicy.of(one, two).version()).isEqualTo(RulePolicy.of(two, same).version());
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
    assertThat(RulePolicy.of(one).version()).isNotEqualTo(RulePolicy.of(one, two).version());
    assertThat(RulePolicy.of(two).version())
        .isNotEqualTo(RulePolicy.of(Rule.deny("two").tool("c*")).version());
  }

  @Test
  void version_isFrozen() {
    assertThat(RulePolicy.denyAll().version()).isEqualTo("rules-57bf3e6f01743dc239980b49bb2b3d10");
    assertThat(README.version()).isEqualTo("rules-4b01fa89f52200fb93e51b8f1d79daef");
  }
}
