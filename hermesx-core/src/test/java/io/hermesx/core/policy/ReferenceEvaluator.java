// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonPointer;
import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The meaning of rules, read off their JSON form as slowly and plainly as it can be said: the
 * oracle of {@link RulePolicyProperties}. It shares no code with the policy, except that it asks
 * {@link HostCheck} and {@link PathCheck}, which have tables of cases of their own.
 */
final class ReferenceEvaluator {

  private final List<JsonObject> rules;

  ReferenceEvaluator(RulePolicy policy) {
    this.rules = new ArrayList<>();
    for (JsonValue rule : items(JsonObject.parseObject(policy.toJson()), "rules")) {
      rules.add((JsonObject) rule);
    }
  }

  /** The effect, the rule and whether a sandbox is required, as one text. */
  String decide(PolicyRequest request) {
    boolean sandbox = applying("require_sandbox", request).isPresent();
    Optional<String> denied = applying("deny", request);
    Optional<String> asked = applying("require_approval", request);
    Optional<String> allowed = applying("allow", request);
    String decision;
    if (denied.isPresent()) {
      decision = "DENY " + denied.get();
    } else if (allowed.isEmpty()) {
      decision = "DENY default-deny";
    } else {
      decision = asked.isPresent() ? "REQUIRE_APPROVAL " + asked.get() : "ALLOW " + allowed.get();
    }
    return decision + (sandbox ? " sandboxed" : "");
  }

  private Optional<String> applying(String effect, PolicyRequest request) {
    return rules.stream()
        .filter(rule -> rule.string("effect").equals(effect))
        .filter(rule -> applies(rule, request))
        .map(rule -> rule.string("id"))
        .min(String::compareTo);
  }

  private static boolean applies(JsonObject rule, PolicyRequest request) {
    boolean inDoubt = !rule.string("effect").equals("allow");
    Principal principal = request.actor().principal();
    return covers(rule, request)
        && given(rule, "principals").map(refs -> refs.contains(principal.ref())).orElse(true)
        && given(rule, "roles").map(names -> meet(names, principal.roles())).orElse(true)
        && given(rule, "agents")
            .map(refs -> request.actor().agent().map(a -> refs.contains(a.ref())).orElse(false))
            .orElse(true)
        && given(rule, "toolEffects")
            .map(
                names -> request.tool().map(t -> names.contains(lower(t.effect()))).orElse(inDoubt))
            .orElse(true)
        && given(rule, "dataClasses")
            .map(names -> request.dataClass().map(names::contains).orElse(inDoubt))
            .orElse(true)
        && given(rule, "signals").map(names -> meet(names, request.signals())).orElse(true)
        && given(rule, "withoutSignals").map(n -> !meet(n, request.signals())).orElse(true)
        && conditionsHold(rule, request, inDoubt);
  }

  private static boolean covers(JsonObject rule, PolicyRequest request) {
    String part =
        switch (request.operation()) {
          case TOOL_INVOKE, TOOL_LIST -> "tools";
          case MODEL_CHAT -> "models";
          case APPROVAL_DECIDE -> "approvals";
        };
    return given(rule, part).orElse(List.of()).stream()
            .anyMatch(pattern -> fits(pattern, request.resource()))
        && given(rule, "operations")
            .map(names -> names.contains(lower(request.operation())))
            .orElse(true);
  }

  private static boolean fits(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  private static boolean conditionsHold(JsonObject rule, PolicyRequest request, boolean inDoubt) {
    if (rule.find("when").isEmpty()) {
      return true;
    }
    if (request.operation() == Operation.TOOL_LIST) {
      return !inDoubt;
    }
    if (request.arguments().isEmpty()) {
      return inDoubt;
    }
    for (JsonValue condition : items(rule, "when")) {
      Optional<Boolean> holds = holds((JsonObject) condition, request.arguments().get());
      if (!holds.orElse(inDoubt)) {
        return false;
      }
    }
    return true;
  }

  /** True, false, or empty where it cannot be told. */
  private static Optional<Boolean> holds(JsonObject condition, JsonObject arguments) {
    Optional<JsonValue> value = arguments.at(JsonPointer.parse(condition.string("at")));
    boolean negated = condition.find("not").isPresent();
    if (condition.find("exists").isPresent()) {
      return Optional.of(value.isPresent() == condition.bool("exists"));
    }
    return value.flatMap(v -> compare(condition, v)).map(answer -> answer != negated);
  }

  private static Optional<Boolean> compare(JsonObject condition, JsonValue value) {
    for (String comparison : condition.keys()) {
      JsonValue operand = condition.require(comparison);
      switch (comparison) {
        case "equalTo" -> {
          return value.kind() == operand.kind()
              ? Optional.of(value.equals(operand))
              : Optional.empty();
        }
        case "oneOf" -> {
          List<JsonValue> values = ((JsonArray) operand).items();
          return value.kind() == values.get(0).kind()
              ? Optional.of(values.contains(value))
              : Optional.empty();
        }
        case "startsWith" -> {
          return value instanceof JsonString text
              ? Optional.of(text.value().startsWith(condition.string(comparison)))
              : Optional.empty();
        }
        case "greaterThan", "atLeast", "lessThan", "atMost" -> {
          return value instanceof JsonNumber number
              ? Optional.of(order(comparison, number, (JsonNumber) operand))
              : Optional.empty();
        }
        case "hostUnder" -> {
          return answer(new HostCheck(condition.string(comparison), true).test(value));
        }
        case "pathUnder" -> {
          return answer(PathCheck.under(condition.string(comparison)).test(value));
        }
        default -> {
          // at, not
        }
      }
    }
    throw new IllegalStateException("no comparison in " + condition);
  }

  private static boolean order(String comparison, JsonNumber left, JsonNumber right) {
    int order = Double.compare(left.doubleValue(), right.doubleValue());
    return switch (comparison) {
      case "greaterThan" -> order > 0;
      case "atLeast" -> order >= 0;
      case "lessThan" -> order < 0;
      default -> order <= 0;
    };
  }

  private static Optional<Boolean> answer(Match match) {
    return match == Match.UNKNOWN ? Optional.empty() : Optional.of(match == Match.YES);
  }

  private static Optional<List<String>> given(JsonObject rule, String part) {
    return rule.find(part)
        .map(
            value ->
                ((JsonArray) value)
                    .items().stream().map(word -> ((JsonString) word).value()).toList());
  }

  private static List<JsonValue> items(JsonObject json, String key) {
    return ((JsonArray) json.require(key)).items();
  }

  private static boolean meet(List<String> some, Set<String> others) {
    return some.stream().anyMatch(others::contains);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
