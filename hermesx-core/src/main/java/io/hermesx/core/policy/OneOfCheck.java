// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonArray;
import io.hermesx.core.json.JsonKind;
import io.hermesx.core.json.JsonValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Equal to one of some texts, or of some numbers, or to a boolean. */
record OneOfCheck(JsonKind kind, Set<JsonValue> values) implements ValueCheck {

  static final int MAX_VALUES = 1_000;

  private static final Set<JsonKind> KINDS =
      Set.of(JsonKind.STRING, JsonKind.NUMBER, JsonKind.BOOLEAN);

  static OneOfCheck of(Collection<? extends JsonValue> values) {
    if (values.isEmpty() || values.size() > MAX_VALUES) {
      throw new IllegalArgumentException(
          "a condition compares with "
              + values.size()
              + " values, allowed: 1 to "
              + MAX_VALUES
              + "; pass at least one, or split the rule");
    }
    JsonKind kind = values.iterator().next().kind();
    if (!KINDS.contains(kind) || values.stream().anyMatch(value -> value.kind() != kind)) {
      throw new IllegalArgumentException(
          "a condition compares with values of several kinds or of one without an order of its"
              + " own, allowed: texts only, numbers only, or a boolean; use exists() for null");
    }
    return new OneOfCheck(kind, Set.copyOf(values));
  }

  @Override
  public Match test(JsonValue value) {
    return value.kind() == kind ? Match.of(values.contains(value)) : Match.UNKNOWN;
  }

  @Override
  public String wireName() {
    return values.size() == 1 ? "equalTo" : "oneOf";
  }

  @Override
  public JsonValue operand() {
    List<JsonValue> sorted =
        values.stream().sorted(Comparator.comparing(JsonValue::canonical)).toList();
    return sorted.size() == 1 ? sorted.get(0) : JsonArray.of(sorted);
  }
}
