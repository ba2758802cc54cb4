// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values a call has for each {@link Dimension}: an immutable map, compared by value.
 *
 * @param values the value of each dimension the call has; a missing key means the call has none
 */
public record Dimensions(Map<Dimension, String> values) {

  private static final Dimensions NONE = new Dimensions(Map.of());

  /** Copies the map. */
  public Dimensions {
    values =
        values.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new EnumMap<Dimension, String>(values));
  }

  /** No dimension at all: only limits and budgets of the whole tenant match. */
  public static Dimensions none() {
    return NONE;
  }

  /** Returns the value for a dimension, if the call has one. */
  public Optional<String> find(Dimension dimension) {
    return Optional.ofNullable(values.get(dimension));
  }

  /** Returns these dimensions with one set or replaced. */
  public Dimensions with(Dimension dimension, String value) {
    EnumMap<Dimension, String> copy = new EnumMap<>(Dimension.class);
    copy.putAll(values);
    copy.put(dimension, value);
    return new Dimensions(copy);
  }

  /**
   * Tells whether a call with {@code call} dimensions falls under this pattern: every value named
   * here is equal there.
   */
  public boolean matches(Dimensions call) {
    for (Map.Entry<Dimension, String> wanted : values.entrySet()) {
      if (!wanted.getValue().equals(call.values.get(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
