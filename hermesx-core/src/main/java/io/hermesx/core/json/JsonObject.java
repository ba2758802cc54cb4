// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON object: unique keys, each with a value, in the order in which they were put;
 * equality ignores the order.
 *
 * <p>The typed readers ({@link #string}, {@link #integer}, {@link #number}, {@link #bool}) are for
 * code that knows its members, such as a tool behind its schema; they throw {@link
 * JsonTypeException} naming the key when a member is absent or of another kind.
 */
public final class JsonObject implements JsonValue {

  private static final JsonObject EMPTY = new JsonObject(Map.of());

  private final Map<String, JsonValue> members;
  private final int depth;

  /** Takes the map over: the caller keeps no reference to it. */
  JsonObject(Map<String, JsonValue> members) {
    this.members = Collections.unmodifiableMap(members);
    this.depth = Depth.around(members.values());
  }

  /**
   * The object of a JSON text, read strictly within {@link JsonLimits#STANDARD}.
   *
   * @throws JsonSyntaxException as {@link JsonValue#parse(String)} does, and when the value is of
   *     another kind
   */
  public static JsonObject parseObject(String text) {
    JsonValue value = JsonValue.parse(text);
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new JsonSyntaxException(
        TextPosition.START,
        "the text is " + value.kind().phrase(),
        "an object",
        "wrap the value in an object");
  }

  /** The object without members. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /** The object with one member. */
  public static JsonObject of(String key, JsonValue value) {
    return builder().put(key, value).build();
  }

  /** The object with two members; equal keys throw {@link IllegalArgumentException}. */
  public static JsonObject of(String key1, JsonValue value1, String key2, JsonValue value2) {
    return builder().put(key1, value1).put(key2, value2).build();
  }

  /** A builder of an object, with no members yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** The value of a member, or empty when there is none with this key; a null value is present. */
  public Optional<JsonValue> find(String key) {
    return Optional.ofNullable(members.get(key));
  }

  /**
   * The value of a member.
   *
   * @throws JsonTypeException when there is none with this key
   */
  public JsonValue require(String key) {
    return find(key).orElseThrow(() -> unexpected(key, "a value"));
  }

  /** The text of a string member. */
  public String string(String key) {
    if (members.get(key) instanceof JsonString text) {
      return text.value();
    }
    throw unexpected(key, "a string");
  }

  /**
   * The value of a number member that is an integer in the range of a {@code long}; {@code 5.0} is
   * one.
   */
  public long integer(String key) {
    if (members.get(key) instanceof JsonNumber number && number.isLong()) {
      return number.longValueExact();
    }
    throw unexpected(key, "an integer in the range of a long");
  }

  /** The value of a number member. */
  public double number(String key) {
    if (members.get(key) instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw unexpected(key, "a number");
  }

  /** The value of a boolean member. */
  public boolean bool(String key) {
    if (members.get(key) instanceof JsonBoolean truth) {
      return truth.value();
    }
    throw unexpected(key, "a boolean");
  }

  private JsonTypeException unexpected(String key, String expected) {
    return new JsonTypeException(key, find(key), expected);
  }

  /** The keys in order, unmodifiable. */
  public Set<String> keys() {
    return members.keySet();
  }

  /** The members in order, unmodifiable. */
  public Map<String, JsonValue> members() {
    return members;
  }

  /** The number of members. */
  public int size() {
    return members.size();
  }

  /** How many containers enclose one another here, this one included. */
  int depth() {
    return depth;
  }

  @Override
  public JsonKind kind() {
    return JsonKind.OBJECT;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /** This object as compact JSON text. */
  @Override
  public String toString() {
    return toJson();
  }

  /**
   * Collects the members of an object in order. A key may be put once: a second time throws {@link
   * IllegalArgumentException}, as does a key with a lone surrogate. Not thread-safe; can go on
   * after {@link #build()}.
   */
  public static final class Builder {

    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    private Builder() {}

    /** Adds a member. */
    public Builder put(String key, JsonValue value) {
      Utf8.requireUnicode(key, "a JSON key");
      requireNonNull(value, "value");
      if (members.putIfAbsent(key, value) != null) {
        throw new IllegalArgumentException(
            "The key "
                + SafeText.name(key)
                + " is put twice; allowed: once. Decide which value it has before you put it.");
      }
      return this;
    }

    /** Adds a string member. */
    public Builder put(String key, String value) {
      return put(key, new JsonString(value));
    }

    /**
     * Adds an integer member; one that a double cannot hold exactly throws, as {@link
     * JsonNumber#of(long)} does.
     */
    public Builder put(String key, long value) {
      return put(key, JsonNumber.of(value));
    }

    /** Adds a boolean member. */
    public Builder put(String key, boolean value) {
      return put(key, JsonBoolean.of(value));
    }

    /**
     * The object with the members put so far.
     *
     * @throws IllegalArgumentException when it would be nested deeper than {@value
     *     JsonLimits#MAX_DEPTH}
     */
    public JsonObject build() {
      return members.isEmpty() ? EMPTY : new JsonObject(new LinkedHashMap<>(members));
    }
  }
}
