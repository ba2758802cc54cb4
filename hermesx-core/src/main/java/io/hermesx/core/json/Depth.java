// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Collection;

/**
 * How deep values nest; bounding it where containers are made is what lets everything else recurse
 * safely.
 */
final class Depth {

  private Depth() {}

  /** The depth of a container of these values. */
  static int around(Collection<JsonValue> values) {
    int deepest = 0;
    for (JsonValue value : values) {
      deepest = Math.max(deepest, of(value));
    }
    if (deepest >= JsonLimits.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "The JSON value is nested too deep; allowed: "
              + JsonLimits.MAX_DEPTH
              + " containers. Make the structure flatter.");
    }
    return deepest + 1;
  }

  private static int of(JsonValue value) {
    if (value instanceof JsonObject object) {
      return object.depth();
    }
    return value instanceof JsonArray array ? array.depth() : 0;
  }
}
