// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonBoolean;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads rules from JSON. What it does not know it refuses. */
final class RuleReader {

  private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 8, 4_096, 500_000);
  private static final JsonPointer ROOT = JsonPointer.parse("");
  private static final Set<String> DOCUMENT = Set.of(RuleMember.V, RuleMember.RULES);

  private RuleReader() {}

  static List<Rule> read(String text) {
    JsonObject document = object(ROOT, JsonValue.parse(text, LIMITS));
    requireKnown(ROOT, document, DOCUMENT);
    if (!member(ROOT, document, RuleMember.V).equals(JsonNumber.of(1))) {
      throw new PolicySyntaxException(ROOT.append(RuleMember.V), "not a known format, allowed: 1");
    }
    JsonPointer at = ROOT.append(RuleMember.RULES);
    List<JsonValue> values = array(at, member(ROOT, document, RuleMember.RULES));
    if (values.size() > RulePolicy.MAX_RULES) {
      throw new PolicySyntaxException(
          at, values.size() + " rules, allowed: 0 to " + RulePolicy.MAX_RULES);
    }
    return rules(at, values);
  }

  private static List<Rule> rules(JsonPointer at, List<JsonValue> values) {
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < values.size(); i++) {
      Rule rule = rule(at.append(i), values.get(i));
      if (!ids.add(rule.id())) {
        throw new PolicySyntaxException(
            at.append(i).append(RuleMember.ID), "an earlier rule has this id, allowed: a new one");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Rule rule(JsonPointer at, JsonValue value) {
    JsonObject json = object(at, value);
    requireKnown(at, json, members());
    return complete(at, withConditions(at, json, withParts(at, json, head(at, json))));
  }

  private static Rule withParts(JsonPointer at, JsonObject json, Rule head) {
    Rule rule = head;
    for (RulePart part : RulePart.values()) {
      if (json.find(part.wireName()).isPresent()) {
        JsonPointer place = at.append(part.wireName());
        List<String> words = texts(place, json.require(part.wireName()));
        Rule sofar = rule;
        rule = checked(place, () -> sofar.with(part, words));
      }
    }
    return rule;
  }

  private static Rule withConditions(JsonPointer at, JsonObject json, Rule rule) {
    if (json.find(RuleMember.WHEN).isEmpty()) {
      return rule;
    }
    JsonPointer place = at.append(RuleMember.WHEN);
    ArgumentCondition[] conditions = conditions(place, json.require(RuleMember.WHEN));
    return checked(place, () -> rule.when(conditions));
  }

  private static Rule complete(JsonPointer at, Rule rule) {
    return checked(
        at,
        () -> {
          RuleGrammar.requireComplete(rule);
          return rule;
        });
  }

  private static Rule head(JsonPointer at, JsonObject json) {
    String id = text(at.append(RuleMember.ID), member(at, json, RuleMember.ID));
    String wanted = text(at.append(RuleMember.EFFECT), member(at, json, RuleMember.EFFECT));
    RuleEffect effect =
        Arrays.stream(RuleEffect.values())
            .filter(candidate -> candidate.wireName().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new PolicySyntaxException(
                        at.append(RuleMember.EFFECT), "not an effect, allowed: " + effects()));
    return checked(at.append(RuleMember.ID), () -> Rule.of(id, effect));
  }

  private static ArgumentCondition[] conditions(JsonPointer at, JsonValue value) {
    List<JsonValue> values = array(at, value);
    ArgumentCondition[] conditions = new ArgumentCondition[values.size()];
    for (int i = 0; i < conditions.length; i++) {
      JsonPointer place = at.append(i);
      conditions[i] = ConditionReader.read(place, object(place, values.get(i)));
    }
    return conditions;
  }

  /** Runs what checks its input, and adds the place to a refusal. */
  static <T> T checked(JsonPointer at, Supplier<T> construction) {
    try {
      return construction.get();
    } catch (IllegalArgumentException e) {
      throw new PolicySyntaxException(at, String.valueOf(e.getMessage()));
    }
  }

  static void requireKnown(JsonPointer at, JsonObject json, Set<String> allowed) {
    for (String key : json.keys()) {
      if (!allowed.contains(key)) {
        throw new PolicySyntaxException(
            isPlain(key) ? at.append(key) : at,
            "has a member that is not known, allowed: " + listed(allowed));
      }
    }
  }

  private static boolean isPlain(String key) {
    return key.length() <= 40 && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  static JsonValue member(JsonPointer at, JsonObject json, String key) {
    return json.find(key)
        .orElseThrow(() -> new PolicySyntaxException(at, "the member " + key + " is missing"));
  }

  private static JsonObject object(JsonPointer at, JsonValue value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new PolicySyntaxException(at, "not an object, allowed: an object");
  }

  static List<JsonValue> array(JsonPointer at, JsonValue value) {
    if (value instanceof JsonArray array) {
      return array.items();
    }
    throw new PolicySyntaxException(at, "not an array, allowed: an array");
  }

  static String text(JsonPointer at, JsonValue value) {
    if (value instanceof JsonString text) {
      return text.value();
    }
    throw new PolicySyntaxException(at, "not a string, allowed: a string");
  }

  static boolean truth(JsonPointer at, JsonValue value) {
    if (value instanceof JsonBoolean truth) {
      return truth.value();
    }
    throw new PolicySyntaxException(at, "not a boolean, allowed: true or false");
  }

  private static List<String> texts(JsonPointer at, JsonValue value) {
    List<JsonValue> values = array(at, value);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(text(at.append(i), values.get(i)));
    }
    return texts;
  }

  private static Set<String> members() {
    Set<String> names =
        new LinkedHashSet<>(List.of(RuleMember.ID, RuleMember.EFFECT, RuleMember.WHEN));
    for (RulePart part : RulePart.values()) {
      names.add(part.wireName());
    }
    return names;
  }

  private static String effects() {
    return Arrays.stream(RuleEffect.values())
        .map(RuleEffect::wireName)
        .collect(Collectors.joining(", "));
  }

  private static String listed(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
