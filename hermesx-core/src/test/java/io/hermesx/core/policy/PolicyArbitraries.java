// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonNull;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.tool.ToolEffect;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.StatisticsCoverage;

/** Rules and questions over a world so small that they meet. */
final class PolicyArbitraries {

  private static final Arbitrary<String> ROLES = Arbitraries.of("support", "lead");
  private static final Arbitrary<String> SIGNALS = Arbitraries.of("injection", "secret");
  private static final Arbitrary<String> CLASSES = Arbitraries.of("public", "pii");
  private static final Arbitrary<String> POINTERS =
      Arbitraries.of("/amount", "/to", "/a/b", "/a/0");
  private static final Arbitrary<String> TEXTS =
      Arbitraries.of("", "EUR", "100", "/srv/a/x", "/srv/../etc", "https://a.example.com/x");

  private PolicyArbitraries() {}

  static Arbitrary<List<Rule>> rules() {
    return rule().list().ofMaxSize(8).uniqueElements(Rule::id);
  }

  static Arbitrary<Rule> rule() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, rule(RuleEffect.ALLOW)),
        Tuple.of(1, rule(RuleEffect.REQUIRE_SANDBOX)),
        Tuple.of(2, rule(RuleEffect.REQUIRE_APPROVAL)),
        Tuple.of(1, rule(RuleEffect.DENY)));
  }

  static Arbitrary<Rule> rule(RuleEffect effect) {
    Arbitrary<String> ids =
        Arbitraries.strings().withCharRange('a', 'j').ofMinLength(1).ofMaxLength(2);
    Arbitrary<Rule> named = ids.map(id -> Rule.of(id, effect));
    return Arbitraries.frequencyOf(
        Tuple.of(8, tools(named, effect)),
        Tuple.of(1, named.map(rule -> rule.model("m*"))),
        Tuple.of(1, named.map(Rule::approvals)));
  }

  private static Arbitrary<Rule> tools(Arbitrary<Rule> named, RuleEffect effect) {
    Arbitrary<Rule> rules =
        Combinators.combine(
                named,
                Arbitraries.of("*", "*", "refund", "orders.*", "ref*")
                    .set()
                    .ofMinSize(1)
                    .ofMaxSize(2))
            .as((rule, patterns) -> rule.tool(patterns.toArray(new String[0])));
    rules = maybe(rules, ROLES, Rule::role);
    rules = maybe(rules, Arbitraries.of("user:alice", "service:bot"), Rule::principal);
    rules = maybe(rules, Arbitraries.of("agent:a", "agent:b"), Rule::agent);
    rules = maybe(rules, Arbitraries.of(ToolEffect.class), Rule::toolEffect);
    rules = maybe(rules, CLASSES, Rule::dataClass);
    rules = maybe(rules, SIGNALS, effect.isPermission() ? Rule::withoutSignal : Rule::signal);
    rules = maybe(rules, Arbitraries.of(Operation.TOOL_INVOKE, Operation.TOOL_LIST), Rule::only);
    return maybe(rules, condition(), Rule::when);
  }

  private static <T> Arbitrary<Rule> maybe(
      Arbitrary<Rule> rules, Arbitrary<T> words, BiFunction<Rule, T, Rule> add) {
    return Combinators.combine(rules, words.injectNull(0.85))
        .as((rule, word) -> word == null ? rule : add.apply(rule, word));
  }

  static Arbitrary<ArgumentCondition> condition() {
    Arbitrary<Function<Argument, ArgumentCondition>> comparisons =
        Arbitraries.of(
            at -> at.equalTo("EUR"),
            at -> at.oneOf("EUR", "100"),
            at -> at.oneOf(100, 5),
            at -> at.equalTo(true),
            at -> at.greaterThan(100),
            at -> at.atLeast(100),
            at -> at.lessThan(100),
            at -> at.atMost(100),
            at -> at.startsWith("/srv"),
            Argument::exists,
            at -> at.hostUnder("example.com"),
            at -> at.pathUnder("/srv/a"));
    return Combinators.combine(POINTERS, comparisons, Arbitraries.of(true, false))
        .as(
            (pointer, comparison, plain) -> {
              ArgumentCondition condition = comparison.apply(Argument.at(pointer));
              return plain ? condition : condition.not();
            });
  }

  /** Fails where a decision is too rare for the property to mean anything. */
  static void requireEachDecision(StatisticsCoverage coverage) {
    coverage.check(PolicyEffect.ALLOW, false).percentage(p -> p > 10);
    coverage.check(PolicyEffect.REQUIRE_APPROVAL, false).percentage(p -> p > 3);
    coverage.check(PolicyEffect.DENY, false).percentage(p -> p > 3);
    coverage.check(PolicyEffect.DENY, true).percentage(p -> p > 10);
  }

  static Arbitrary<PolicyRequest> request() {
    Arbitrary<Ask> asks =
        Combinators.combine(
                Arbitraries.frequency(
                    Tuple.of(8, Operation.TOOL_INVOKE),
                    Tuple.of(2, Operation.TOOL_LIST),
                    Tuple.of(1, Operation.MODEL_CHAT),
                    Tuple.of(1, Operation.APPROVAL_DECIDE)),
                Arbitraries.of("refund", "orders.read", "ordersX", "export", "model"))
            .as(Ask::of);
    asks = perhaps(asks, arguments(), Ask::args);
    asks = perhaps(asks, principal(), Ask::by);
    asks = perhaps(asks, ROLES, Ask::role);
    asks = perhaps(asks, Arbitraries.of("a", "b").map(Principal::agent), Ask::agent);
    asks = perhaps(asks, Arbitraries.of(ToolEffect.class), Ask::effect);
    asks = perhaps(asks, SIGNALS, Ask::signals);
    asks = perhaps(asks, CLASSES, Ask::dataClass);
    return asks.map(Ask::request);
  }

  private static Arbitrary<Principal> principal() {
    return Arbitraries.of(Principal.user("alice"), Principal.user("bob"), Principal.service("bot"));
  }

  private static <T> Arbitrary<Ask> perhaps(
      Arbitrary<Ask> asks, Arbitrary<T> words, BiFunction<Ask, T, Ask> add) {
    return Combinators.combine(asks, words.injectNull(0.25))
        .as((ask, word) -> word == null ? ask : add.apply(ask, word));
  }

  static Arbitrary<JsonObject> arguments() {
    return Combinators.combine(
            value().injectNull(0.2), value().injectNull(0.2), value().injectNull(0.2))
        .as(
            (amount, to, a) -> {
              JsonObject.Builder json = JsonObject.builder();
              if (amount != null) {
                json.put("amount", amount);
              }
              if (to != null) {
                json.put("to", to);
              }
              if (a != null) {
                json.put("a", a);
              }
              return json.build();
            });
  }

  private static Arbitrary<JsonValue> value() {
    Arbitrary<JsonValue> leaves =
        Arbitraries.oneOf(
            TEXTS.map(JsonString::new),
            Arbitraries.of(-1.0, 0.0, 5.0, 99.5, 100.0, 100.5, 1e300).map(JsonNumber::of),
            Arbitraries.of(JsonBoolean.TRUE, JsonBoolean.FALSE),
            Arbitraries.just(JsonNull.INSTANCE));
    return Arbitraries.oneOf(
        leaves, leaves.map(leaf -> JsonObject.of("b", leaf)), leaves.map(JsonArray::of));
  }
}
