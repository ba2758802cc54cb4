// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An immutable JSON array. */
public final class JsonArray implements JsonValue {

  private static final JsonArray EMPTY = new JsonArray(List.of());

  private final List<JsonValue> items;
  private final int depth;

  private JsonArray(List<JsonValue> items) {
    this.items = items;
    this.depth = Depth.around(items);
  }

  /** The array of these values, in this order. */
  public static JsonArray of(JsonValue... items) {
    return of(List.of(items));
  }

  /**
   * The array of these values, in this order; the list is copied.
   *
   * @throws IllegalArgumentException when the array would be nested deeper than {@value
   *     JsonLimits#MAX_DEPTH}
   */
  public static JsonArray of(List<? extends JsonValue> items) {
    return items.isEmpty() ? EMPTY : new JsonArray(List.copyOf(items));
  }

  /** The array of these texts as JSON strings, in this order. */
  public static JsonArray ofStrings(List<String> texts) {
    return of(texts.stream().map(JsonString::new).toList());
  }

  /** The elements, unmodifiable. */
  public List<JsonValue> items() {
    return items;
  }

  /** How many containers enclose one another here, this one included. */
  int depth() {
    return depth;
  }

  @Override
  public JsonKind kind() {
    return JsonKind.ARRAY;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonArray that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }

  /** This array as compact JSON text. */
  @Override
  public String toString() {
    return toJson();
  }
}
