// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The shapes that values of keywords have, and what a refusal says is allowed. */
@SuppressWarnings("ImmutableEnumChecker") // the tests are lambdas without state
enum SchemaShape {
  SCHEMA("a schema (an object or a boolean)", SchemaShape::isSchema),
  SCHEMAS("an array of at least one schema", v -> isListOf(v, 1, SchemaShape::isSchema)),
  SCHEMAS_BY_KEY("an object of schemas", v -> isMapOf(v, SchemaShape::isSchema)),
  SCHEMAS_BY_PATTERN("an object of schemas by pattern", v -> isMapOf(v, SchemaShape::isSchema)),
  REFERENCE("a text", v -> v instanceof JsonString),
  TYPE(
      "one of " + SchemaShape.TYPES + ", or an array of different ones of them",
      SchemaShape::isType),
  VALUES("an array of at least one value", v -> isListOf(v, 1, item -> true)),
  ANYTHING("any value", v -> true),
  NUMBER("a number", v -> v instanceof JsonNumber),
  POSITIVE("a number above 0", v -> v instanceof JsonNumber number && number.doubleValue() > 0),
  COUNT("an integer from 0 to 2147483647", SchemaShape::isCount),
  BOOLEAN("a boolean", v -> v instanceof JsonBoolean),
  TEXT("a string", v -> v instanceof JsonString),
  PATTERN("a string", v -> v instanceof JsonString),
  FORMAT("a string", v -> v instanceof JsonString),
  NAMES("an array of different strings", SchemaShape::isNames),
  NAMES_BY_KEY("an object of arrays of different strings", v -> isMapOf(v, SchemaShape::isNames));

  private static final String TYPES =
      "\"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\"";
  private static final Set<String> TYPE_NAMES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string");

  private final String allowed;
  private final Predicate<JsonValue> test;

  SchemaShape(String allowed, Predicate<JsonValue> test) {
    this.allowed = allowed;
    this.test = test;
  }

  boolean fits(JsonValue value) {
    return test.test(value);
  }

  String allowed() {
    return allowed;
  }

  private static boolean isSchema(JsonValue value) {
    return value instanceof JsonObject || value instanceof JsonBoolean;
  }

  private static boolean isType(JsonValue value) {
    return isTypeName(value) || (isNames(value) && isListOf(value, 1, SchemaShape::isTypeName));
  }

  private static boolean isTypeName(JsonValue value) {
    return value instanceof JsonString name && TYPE_NAMES.contains(name.value());
  }

  private static boolean isCount(JsonValue value) {
    return value instanceof JsonNumber number
        && number.isInteger()
        && number.doubleValue() >= 0
        && number.doubleValue() <= Integer.MAX_VALUE;
  }

  private static boolean isNames(JsonValue value) {
    return isListOf(value, 0, item -> item instanceof JsonString)
        && areDifferent(((JsonArray) value).items());
  }

  private static boolean areDifferent(List<JsonValue> items) {
    return new HashSet<>(items).size() == items.size();
  }

  private static boolean isListOf(JsonValue value, int least, Predicate<JsonValue> item) {
    return value instanceof JsonArray array
        && array.items().size() >= least
        && all(array.items(), item);
  }

  private static boolean isMapOf(JsonValue value, Predicate<JsonValue> item) {
    return value instanceof JsonObject object && all(object.members().values(), item);
  }

  private static boolean all(Collection<JsonValue> values, Predicate<JsonValue> test) {
    return values.stream().allMatch(test);
  }
}
