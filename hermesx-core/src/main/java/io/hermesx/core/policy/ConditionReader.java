// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static java.util.Objects.requireNonNull;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one condition on an argument from JSON: where, one comparison, and perhaps its opposite.
 */
final class ConditionReader {

  private static final Map<String, Comparison> COMPARISONS =
      Map.ofEntries(
          Map.entry("equalTo", (at, place, value) -> place.oneOf(List.of(value))),
          Map.entry("oneOf", (at, place, value) -> place.oneOf(RuleReader.array(at, value))),
          Map.entry("greaterThan", ordered(NumberCheck.Order.GREATER_THAN)),
          Map.entry("atLeast", ordered(NumberCheck.Order.AT_LEAST)),
          Map.entry("lessThan", ordered(NumberCheck.Order.LESS_THAN)),
          Map.entry("atMost", ordered(NumberCheck.Order.AT_MOST)),
          Map.entry(
              "startsWith", (at, place, value) -> place.startsWith(RuleReader.text(at, value))),
          Map.entry(
              "hostEquals", (at, place, value) -> place.hostEquals(RuleReader.text(at, value))),
          Map.entry("hostUnder", (at, place, value) -> place.hostUnder(RuleReader.text(at, value))),
          Map.entry("pathUnder", (at, place, value) -> place.pathUnder(RuleReader.text(at, value))),
          Map.entry(
              RuleMember.EXISTS,
              (at, place, value) -> RuleReader.truth(at, value) ? place.exists() : place.absent()));

  private ConditionReader() {}

  /** The members that are comparisons, sorted. */
  static Set<String> comparisons() {
    return new TreeSet<>(COMPARISONS.keySet());
  }

  static ArgumentCondition read(JsonPointer at, JsonObject json) {
    Set<String> allowed = comparisons();
    RuleReader.requireKnown(at, json, withFrame(allowed));
    List<String> found = new ArrayList<>(json.keys());
    found.retainAll(allowed);
    if (found.size() != 1) {
      throw new PolicySyntaxException(
          at, found.size() + " comparisons, allowed: one of " + String.join(", ", allowed));
    }
    return read(at, json, found.get(0));
  }

  private static ArgumentCondition read(JsonPointer at, JsonObject json, String comparison) {
    JsonPointer where = at.append(RuleMember.AT);
    String pointer = RuleReader.text(where, RuleReader.member(at, json, RuleMember.AT));
    Argument argument = RuleReader.checked(where, () -> Argument.at(pointer));
    JsonPointer operand = at.append(comparison);
    JsonValue value = RuleReader.member(at, json, comparison);
    ArgumentCondition condition =
        RuleReader.checked(
            operand,
            () -> requireNonNull(COMPARISONS.get(comparison)).read(operand, argument, value));
    return isNegated(at, json) ? condition.not() : condition;
  }

  private static boolean isNegated(JsonPointer at, JsonObject json) {
    return json.find(RuleMember.NOT)
        .map(value -> RuleReader.truth(at.append(RuleMember.NOT), value))
        .orElse(false);
  }

  private static Set<String> withFrame(Set<String> comparisons) {
    Set<String> all = new TreeSet<>(comparisons);
    all.addAll(List.of(RuleMember.AT, RuleMember.NOT));
    return all;
  }

  private static Comparison ordered(NumberCheck.Order order) {
    return (at, place, value) -> {
      if (value instanceof JsonNumber number) {
        return place.compare(order, number.doubleValue());
      }
      throw new PolicySyntaxException(at, "not a number, allowed: a number");
    };
  }

  /** Makes the condition of one comparison. */
  @FunctionalInterface
  private interface Comparison {
    ArgumentCondition read(JsonPointer at, Argument place, JsonValue value);
  }
}
