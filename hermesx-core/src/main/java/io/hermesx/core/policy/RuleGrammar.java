// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import java.util.Set;

/** Which parts of a rule go together. */
final class RuleGrammar {

  private RuleGrammar() {}

  /** Refuses a part that contradicts what the rule has already. */
  static void requireFits(Rule rule, RulePart part) {
    boolean permission = rule.effect().isPermission();
    if (part == RulePart.SIGNALS && permission) {
      throw rule.refuse("a signal never permits; use withoutSignals, or write a restriction");
    }
    if (part == RulePart.WITHOUT_SIGNALS && !permission) {
      throw rule.refuse("a signal never lifts a restriction; use signals, or write an allow rule");
    }
    if (part.namesResources()) {
      requireOneKind(rule, part);
    }
  }

  private static void requireOneKind(Rule rule, RulePart part) {
    for (RulePart other : RulePart.values()) {
      if (other != part && other.namesResources() && !rule.words(other).isEmpty()) {
        throw rule.refuse(
            "it is about " + other.wireName() + " and " + part.wireName() + "; write two rules");
      }
    }
  }

  /** Refuses a rule that lacks a part, or has one without meaning for what it is about. */
  static void requireComplete(Rule rule) {
    Set<Operation> operations = about(rule).operations();
    for (String word : rule.words(RulePart.OPERATIONS)) {
      if (operations.stream().noneMatch(operation -> RulePart.wireName(operation).equals(word))) {
        throw rule.refuse(word + " is no operation on its " + about(rule).wireName());
      }
    }
    boolean tools = about(rule) == RulePart.TOOLS;
    if (!tools && !rule.words(RulePart.TOOL_EFFECTS).isEmpty()) {
      throw rule.refuse("only tools have an effect; leave toolEffects out, or name tools");
    }
    if (!tools && !rule.conditions().isEmpty()) {
      throw rule.refuse("only tools have arguments; leave the conditions out, or name tools");
    }
  }

  /**
   * Whether the rule is about this operation: all that its resources have, unless it names some.
   */
  static boolean covers(Rule rule, Operation operation) {
    Set<String> only = rule.words(RulePart.OPERATIONS);
    return about(rule).operations().contains(operation)
        && (only.isEmpty() || only.contains(RulePart.wireName(operation)));
  }

  /** The part that says what the rule is about. */
  static RulePart about(Rule rule) {
    for (RulePart part : RulePart.values()) {
      if (part.namesResources() && !rule.words(part).isEmpty()) {
        return part;
      }
    }
    throw rule.refuse(
        "it does not say what it is about; name tools, models or approvals (* for all of them)");
  }
}
