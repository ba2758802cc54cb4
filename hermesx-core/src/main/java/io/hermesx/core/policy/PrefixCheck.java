// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonString;
import io.hermesx.core.json.JsonValue;

/** A text that starts with another, code unit by code unit. */
record PrefixCheck(String prefix) implements ValueCheck {

  PrefixCheck {
    ConditionText.require("prefix", prefix, 1);
    if (prefix.contains("://")) {
      throw new IllegalArgumentException(
          "a URL cannot be judged by how its text starts: use hostEquals or hostUnder");
    }
  }

  @Override
  public Match test(JsonValue value) {
    return value instanceof JsonString text
        ? Match.of(text.value().startsWith(prefix))
        : Match.UNKNOWN;
  }

  @Override
  public String wireName() {
    return "startsWith";
  }

  @Override
  public JsonValue operand() {
    return new JsonString(prefix);
  }
}
