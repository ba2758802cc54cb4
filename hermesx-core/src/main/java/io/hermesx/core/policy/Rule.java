// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.tool.ToolEffect;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One rule of a {@link RulePolicy}: what it says, which tools or models it is about, and for whom
 * and when it applies. A rule applies when each part that is given fits; within a part, any word
 * may. Calling a method again adds to its part.
 *
 * <pre>{@code
 * Rule.requireApproval("big-refund").tool("refund").when(Argument.at("/amount").greaterThan(100))
 * }</pre>
 *
 * <p>{@link #allow} permits; the other three restrict, and a restriction beats every permission.
 * What cannot be known (an argument that is missing or of another kind, a tool's effect, a data
 * class nobody stated) fulfils a restriction and does not fulfil a permission.
 *
 * <p>Immutable and thread-safe: each method returns a new rule. Methods check their words and throw
 * {@link IllegalArgumentException} with the rule's id; whether the rule is complete is checked by
 * {@link RulePolicy#of}. Equal when the JSON forms are.
 */
public final class Rule {

  private static final int MAX_CONDITIONS = 32;

  private final String id;
  private final RuleEffect effect;
  private final Map<RulePart, Set<String>> parts;
  private final SortedMap<String, ArgumentCondition> conditions;

  private Rule(
      String id,
      RuleEffect effect,
      Map<RulePart, Set<String>> parts,
      SortedMap<String, ArgumentCondition> conditions) {
    this.id = id;
    this.effect = effect;
    this.parts = parts;
    this.conditions = conditions;
  }

  /** A rule that permits, unless another one restricts. The only kind that permits. */
  public static Rule allow(String id) {
    return of(id, RuleEffect.ALLOW);
  }

  /** A rule that permits nothing: what others allow may happen only in a sandbox. */
  public static Rule requireSandbox(String id) {
    return of(id, RuleEffect.REQUIRE_SANDBOX);
  }

  /** A rule that permits nothing: of what others allow, a person must agree to this first. */
  public static Rule requireApproval(String id) {
    return of(id, RuleEffect.REQUIRE_APPROVAL);
  }

  /** A rule that forbids, whatever others say. */
  public static Rule deny(String id) {
    return of(id, RuleEffect.DENY);
  }

  static Rule of(String id, RuleEffect effect) {
    return new Rule(RuleId.require(id), effect, Map.of(), Collections.emptySortedMap());
  }

  /**
   * Applies to these tools: names, or prefixes with a trailing star ({@code orders.*} fits {@code
   * orders.read} and neither {@code orders} nor {@code ordersX}; {@code *} fits every tool).
   */
  public Rule tool(String... patterns) {
    return with(RulePart.TOOLS, List.of(patterns));
  }

  /** Applies to these models: names, or prefixes with a trailing star. */
  public Rule model(String... patterns) {
    return with(RulePart.MODELS, List.of(patterns));
  }

  /** Applies to deciding approvals. */
  public Rule approvals() {
    return with(RulePart.APPROVALS, List.of("*"));
  }

  /** Applies to these operations only. Default: for tools, calling and listing. */
  public Rule only(Operation... operations) {
    return with(RulePart.OPERATIONS, Arrays.stream(operations).map(RulePart::wireName).toList());
  }

  /** Applies to these principals, written as {@code user:alice}. Default: everybody. */
  public Rule principal(String... refs) {
    return with(RulePart.PRINCIPALS, List.of(refs));
  }

  /** Applies to principals with one of these roles. Default: everybody. */
  public Rule role(String... names) {
    return with(RulePart.ROLES, List.of(names));
  }

  /**
   * Applies when one of these agents acts for the principal, written as {@code agent:triage}.
   * Default: whichever agent acts, or none.
   */
  public Rule agent(String... refs) {
    return with(RulePart.AGENTS, List.of(refs));
  }

  /** Applies to tools with one of these effects. Default: any. */
  public Rule toolEffect(ToolEffect... effects) {
    return with(RulePart.TOOL_EFFECTS, Arrays.stream(effects).map(RulePart::wireName).toList());
  }

  /** Applies to data of one of these classes. Default: any, stated or not. */
  public Rule dataClass(String... names) {
    return with(RulePart.DATA_CLASSES, List.of(names));
  }

  /** Applies when one of these signals is present. Restrictions only: no signal ever permits. */
  public Rule signal(String... names) {
    return with(RulePart.SIGNALS, List.of(names));
  }

  /** Applies when none of these signals is present. Allow rules only. */
  public Rule withoutSignal(String... names) {
    return with(RulePart.WITHOUT_SIGNALS, List.of(names));
  }

  /** Applies when all these conditions on the arguments hold; at most 32. Tool rules only. */
  public Rule when(ArgumentCondition... all) {
    SortedMap<String, ArgumentCondition> more = new TreeMap<>(conditions);
    for (ArgumentCondition condition : all) {
      more.put(condition.toJson().canonical(), condition);
    }
    if (more.isEmpty() || more.size() > MAX_CONDITIONS) {
      throw refuse("it has " + more.size() + " conditions, allowed: 1 to " + MAX_CONDITIONS);
    }
    return new Rule(id, effect, parts, Collections.unmodifiableSortedMap(more));
  }

  Rule with(RulePart part, List<String> words) {
    RuleGrammar.requireFits(this, part);
    Set<String> all = new TreeSet<>(words(part));
    for (String word : words) {
      all.add(checked(part, word));
    }
    if (words.isEmpty() || all.size() > RulePart.MAX_WORDS) {
      throw refuse(
          part.wireName() + " has " + all.size() + " words, allowed: 1 to " + RulePart.MAX_WORDS);
    }
    Map<RulePart, Set<String>> more = new EnumMap<>(RulePart.class);
    more.putAll(parts);
    more.put(part, Collections.unmodifiableSet(all));
    return new Rule(id, effect, Collections.unmodifiableMap(more), conditions);
  }

  private String checked(RulePart part, String word) {
    try {
      return part.check(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("rule " + id + ": " + e.getMessage(), e);
    }
  }

  IllegalArgumentException refuse(String why) {
    return new IllegalArgumentException("rule " + id + ": " + why);
  }

  /** The id: unique within a policy, and what explanations and receipts name. */
  public String id() {
    return id;
  }

  RuleEffect effect() {
    return effect;
  }

  /** The words of a part, sorted; none if the part is not given. */
  Set<String> words(RulePart part) {
    return parts.getOrDefault(part, Set.of());
  }

  List<ArgumentCondition> conditions() {
    return List.copyOf(conditions.values());
  }

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put(RuleMember.ID, id).put(RuleMember.EFFECT, effect.wireName());
    parts.forEach(
        (part, words) -> json.put(part.wireName(), JsonArray.ofStrings(List.copyOf(words))));
    if (!conditions.isEmpty()) {
      json.put(
          RuleMember.WHEN,
          JsonArray.of(conditions.values().stream().map(ArgumentCondition::toJson).toList()));
    }
    return json.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rule that && toJson().equals(that.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  /** The rule as JSON text. */
  @Override
  public String toString() {
    return toJson().toJson();
  }
}
