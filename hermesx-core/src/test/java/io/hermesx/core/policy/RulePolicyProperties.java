// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.statistics.Statistics;

/** What holds for every set of rules and every question. */
@PropertyDefaults(tries = 500, edgeCases = EdgeCasesMode.NONE)
class RulePolicyProperties {

  @Provide
  Arbitrary<List<Rule>> rules() {
    return PolicyArbitraries.rules();
  }

  @Provide
  Arbitrary<Rule> rule() {
    return PolicyArbitraries.rule();
  }

  @Provide
  Arbitrary<PolicyRequest> request() {
    return PolicyArbitraries.request();
  }

  @Property(tries = 3_000)
  void decision_equalsThatOfTheReference(
      @ForAll("rules") List<Rule> rules, @ForAll("request") PolicyRequest request) {
    RulePolicy policy = RulePolicy.of(rules);
    PolicyDecision decision = policy.decide(request);
    Statistics.label("decisions")
        .collect(decision.effect(), decision.rule().equals(PolicyDecision.NO_RULE))
        .coverage(PolicyArbitraries::requireEachDecision);

    assertThat(text(decision)).isEqualTo(new ReferenceEvaluator(policy).decide(request));
  }

  @Property
  void addingARestriction_neverLoosens(
      @ForAll("rules") List<Rule> rules,
      @ForAll("rule") Rule added,
      @ForAll("request") PolicyRequest request) {
    Assume.that(!added.effect().isPermission() && absent(rules, added));
    PolicyDecision before = RulePolicy.of(rules).decide(request);
    PolicyDecision after = RulePolicy.of(plus(rules, added)).decide(request);

    assertNotLooser(before, after);
  }

  @Property
  void removingAnAllow_neverLoosens(
      @ForAll("rules") List<Rule> rules,
      @ForAll("rule") Rule extra,
      @ForAll("request") PolicyRequest request) {
    Assume.that(extra.effect().isPermission() && absent(rules, extra));

    assertNotLooser(
        RulePolicy.of(plus(rules, extra)).decide(request), RulePolicy.of(rules).decide(request));
  }

  @Property
  void moreSignals_neverLoosen(
      @ForAll("rules") List<Rule> rules, @ForAll("request") PolicyRequest request) {
    RulePolicy policy = RulePolicy.of(rules);
    Set<String> more = new HashSet<>(request.signals());
    more.addAll(Set.of("injection", "secret"));

    assertNotLooser(
        policy.decide(request), new Ask(request).signals(more.toArray(new String[0])).to(policy));
  }

  @Property
  void knowingLess_neverLoosens(
      @ForAll("rules") List<Rule> rules, @ForAll("request") PolicyRequest request) {
    Assume.that(request.operation() != Operation.TOOL_LIST);
    RulePolicy policy = RulePolicy.of(rules);

    assertNotLooser(policy.decide(request), new Ask(request).unknownArgs().to(policy));
  }

  @Property
  void permutation_changesNothing(
      @ForAll("rules") List<Rule> rules,
      @ForAll("request") PolicyRequest request,
      @ForAll Random random) {
    List<Rule> shuffled = new ArrayList<>(rules);
    Collections.shuffle(shuffled, random);

    assertThat(RulePolicy.of(shuffled).decide(request))
        .isEqualTo(RulePolicy.of(rules).decide(request));
  }

  @Property
  void explanation_namesARuleThatExistsOrTheSilence(
      @ForAll("rules") List<Rule> rules, @ForAll("request") PolicyRequest request) {
    PolicyDecision decision = RulePolicy.of(rules).decide(request);

    if (decision.rule().equals(PolicyDecision.NO_RULE)) {
      assertThat(decision.effect()).isEqualTo(PolicyEffect.DENY);
      assertThat(decision.explanation()).startsWith("no rule allows ");
    } else {
      assertThat(rules).extracting(Rule::id).contains(decision.rule());
      assertThat(decision.explanation()).startsWith("rule " + decision.rule() + " ");
    }
  }

  @Property
  void json_isReadBackToTheSamePolicy(
      @ForAll("rules") List<Rule> rules, @ForAll("request") PolicyRequest request) {
    RulePolicy policy = RulePolicy.of(rules);
    RulePolicy read = RulePolicy.parse(policy.toJson());

    assertThat(read.version()).isEqualTo(policy.version());
    assertThat(read.decide(request)).isEqualTo(policy.decide(request));
  }

  @Property
  void listing_neverHidesWhatCouldBeCalled(
      @ForAll("rules") List<Rule> rules, @ForAll("request") PolicyRequest request) {
    Assume.that(request.operation() == Operation.TOOL_INVOKE);
    List<Rule> both =
        rules.stream().filter(rule -> rule.words(RulePart.OPERATIONS).isEmpty()).toList();
    RulePolicy policy = RulePolicy.of(both);
    PolicyRequest listed =
        new PolicyRequest(
            Operation.TOOL_LIST,
            request.actor(),
            request.resource(),
            request.tool(),
            request.arguments(),
            request.signals(),
            request.dataClass());

    assertNotLooser(policy.decide(listed), policy.decide(request));
  }

  @Property
  void conditions_ofAnyText_areAnswered(@ForAll @StringLength(max = 60) String any) {
    String text = any.replaceAll("[\\ud800-\\udfff]", "");
    JsonObject arguments = JsonObject.builder().put("v", text).build();

    for (String value : List.of(text, "http://" + text, "/srv/" + text)) {
      JsonObject json = JsonObject.builder().put("v", value).build();
      assertThat(Argument.at("/v").hostUnder("example.com").test(json)).isNotNull();
      assertThat(Argument.at("/v").pathUnder("/srv/a").test(json)).isNotNull();
    }
    assertThat(Argument.at("/v").startsWith("x").test(arguments)).isNotEqualTo(Match.UNKNOWN);
  }

  private static boolean absent(List<Rule> rules, Rule rule) {
    return rules.stream().noneMatch(other -> other.id().equals(rule.id()));
  }

  private static List<Rule> plus(List<Rule> rules, Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return more;
  }

  private static void assertNotLooser(PolicyDecision before, PolicyDecision after) {
    assertThat(after.effect()).isGreaterThanOrEqualTo(before.effect());
    assertThat(after.sandboxRequired() || !before.sandboxRequired()).isTrue();
  }

  private static String text(PolicyDecision decision) {
    return decision.effect()
        + " "
        + decision.rule()
        + (decision.sandboxRequired() ? " sandboxed" : "");
  }
}
