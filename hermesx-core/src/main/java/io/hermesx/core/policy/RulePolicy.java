// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static java.util.Objects.requireNonNull;

import io.hermesx.core.Sha256;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonSyntaxException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The built-in policy: typed rules, default deny. Something may happen if an allow rule applies and
 * no deny rule does; a person must agree first if a rule requires approval, and it may only run in
 * a sandbox if a rule requires one. Restrictions permit nothing: without an allow rule that
 * applies, the answer is deny.
 *
 * <pre>{@code
 * RulePolicy policy = RulePolicy.of(
 *     Rule.allow("orders-read").tool("orders.*").role("support"),
 *     Rule.requireApproval("big-refund").tool("refund").when(Argument.at("/amount").greaterThan(100)),
 *     Rule.allow("refund").tool("refund"),
 *     Rule.deny("no-export").tool("export"));
 * }</pre>
 *
 * <p>The order of rules never matters: where several of the deciding effect apply, the one with the
 * smallest id is named. Adding a restriction never permits more, removing an allow rule never
 * permits more, and neither does an additional signal. A role counts by the principal, not by the
 * agent that acts for it.
 *
 * <p>Listing a tool is decided like calling it with arguments that could still be anything: a
 * condition on arguments neither hides nor restricts. Listing is a courtesy to the model, never a
 * control; the call itself is decided again.
 *
 * <p>Rules also come from JSON ({@link #parse}, {@link #toJson}); the format is described in {@code
 * docs/reference/policy-rules.md}.
 *
 * <p>Immutable and thread-safe; decides from memory in time linear in the number of rules for the
 * operation.
 */
public final class RulePolicy implements PolicyDecisionPoint {

  /** The most rules in one policy. */
  public static final int MAX_RULES = 1_000;

  private static final String DOMAIN = "hermesx/rule-policy/v1";
  private static final int VERSION_DIGITS = 32;

  private final List<Rule> rules;
  private final String version;
  private final Map<Operation, RuleTable> tables = new EnumMap<>(Operation.class);

  private RulePolicy(SortedMap<String, Rule> sorted) {
    this.rules = List.copyOf(sorted.values());
    this.version =
        "rules-"
            + Sha256.of(DOMAIN, json(rules).canonicalBytes()).hex().substring(0, VERSION_DIGITS);
    for (Operation operation : Operation.values()) {
      tables.put(operation, new RuleTable(covering(operation), version));
    }
  }

  private List<Rule> covering(Operation operation) {
    return rules.stream().filter(rule -> RuleGrammar.covers(rule, operation)).toList();
  }

  /**
   * The policy of these rules; none of them means that everything is denied.
   *
   * @throws IllegalArgumentException if two rules have the same id, a rule is incomplete, or there
   *     are more than 1,000
   */
  public static RulePolicy of(Rule... rules) {
    return of(List.of(rules));
  }

  /** The policy of these rules, as {@link #of(Rule...)}. */
  public static RulePolicy of(Collection<Rule> rules) {
    if (rules.size() > MAX_RULES) {
      throw new IllegalArgumentException(
          "the policy has " + rules.size() + " rules, allowed: 0 to " + MAX_RULES);
    }
    SortedMap<String, Rule> sorted = new TreeMap<>();
    for (Rule rule : rules) {
      RuleGrammar.requireComplete(rule);
      if (sorted.put(rule.id(), rule) != null) {
        throw new IllegalArgumentException(
            "two rules have the id " + rule.id() + "; give each its own");
      }
    }
    return new RulePolicy(sorted);
  }

  /** The policy without rules, which denies everything. */
  public static RulePolicy denyAll() {
    return of();
  }

  /**
   * The policy of a JSON text, read strictly: a member or word that is not known is refused, never
   * skipped. At most 4 MiB.
   *
   * @throws JsonSyntaxException if the text is not strict JSON
   * @throws PolicySyntaxException if it is not a policy; names the JSON pointer and what is allowed
   */
  public static RulePolicy parse(String json) {
    return of(RuleReader.read(json));
  }

  /** The rules, sorted by id. */
  public List<Rule> rules() {
    return rules;
  }

  /**
   * The version that decisions carry and approvals are bound to: {@code rules-} and 32 hexadecimal
   * digits of a digest over the rules, the same in whatever order they were given.
   */
  public String version() {
    return version;
  }

  /** The policy as JSON text, rules sorted by id; {@link #parse} reads it back. */
  public String toJson() {
    return json(rules).toJson();
  }

  private static JsonObject json(List<Rule> rules) {
    return JsonObject.builder()
        .put(RuleMember.V, 1)
        .put(RuleMember.RULES, JsonArray.of(rules.stream().map(Rule::toJson).toList()))
        .build();
  }

  @Override
  public PolicyDecision decide(PolicyRequest request) {
    return requireNonNull(tables.get(request.operation())).decide(request);
  }

  /** The version and the number of rules. */
  @Override
  public String toString() {
    return "RulePolicy[" + version + ", " + rules.size() + " rules]";
  }
}
