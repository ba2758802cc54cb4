// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonNumber;
import io.hermesx.core.json.JsonValue;

/** A number on one side of a bound. */
record NumberCheck(Order order, JsonNumber bound) implements ValueCheck {

  /** The side. */
  enum Order {
    GREATER_THAN("greaterThan"),
    AT_LEAST("atLeast"),
    LESS_THAN("lessThan"),
    AT_MOST("atMost");

    private final String wireName;

    Order(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  @Override
  public Match test(JsonValue value) {
    if (!(value instanceof JsonNumber number)) {
      return Match.UNKNOWN;
    }
    double left = number.doubleValue();
    double right = bound.doubleValue();
    return Match.of(
        switch (order) {
          case GREATER_THAN -> left > right;
          case AT_LEAST -> left >= right;
          case LESS_THAN -> left < right;
          case AT_MOST -> left <= right;
        });
  }

  @Override
  public String wireName() {
    return order.wireName();
  }

  @Override
  public JsonValue operand() {
    return bound;
  }
}
