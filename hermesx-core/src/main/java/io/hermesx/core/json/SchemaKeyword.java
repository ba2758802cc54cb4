// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static io.hermesx.core.json.SchemaKeyword.Role.ANNOTATION;
import static io.hermesx.core.json.SchemaKeyword.Role.ASSERTION;
import static io.hermesx.core.json.SchemaKeyword.Role.DEFINITION;
import static io.hermesx.core.json.SchemaKeyword.Role.INSIDE;
import static io.hermesx.core.json.SchemaKeyword.Role.IN_PLACE;
import static io.hermesx.core.json.SchemaShape.ANYTHING;
import static io.hermesx.core.json.SchemaShape.BOOLEAN;
import static io.hermesx.core.json.SchemaShape.COUNT;
import static io.hermesx.core.json.SchemaShape.FORMAT;
import static io.hermesx.core.json.SchemaShape.NAMES;
import static io.hermesx.core.json.SchemaShape.NAMES_BY_KEY;
import static io.hermesx.core.json.SchemaShape.NUMBER;
import static io.hermesx.core.json.SchemaShape.PATTERN;
import static io.hermesx.core.json.SchemaShape.POSITIVE;
import static io.hermesx.core.json.SchemaShape.REFERENCE;
import static io.hermesx.core.json.SchemaShape.SCHEMA;
import static io.hermesx.core.json.SchemaShape.SCHEMAS;
import static io.hermesx.core.json.SchemaShape.SCHEMAS_BY_KEY;
import static io.hermesx.core.json.SchemaShape.SCHEMAS_BY_PATTERN;
import static io.hermesx.core.json.SchemaShape.TEXT;
import static io.hermesx.core.json.SchemaShape.TYPE;
import static io.hermesx.core.json.SchemaShape.VALUES;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keywords of JSON Schema 2020-12 that a strict schema may use, with the shape of each one's
 * value and its role.
 */
enum SchemaKeyword {
  REF("$ref", REFERENCE, IN_PLACE),
  ALL_OF("allOf", SCHEMAS, IN_PLACE),
  ANY_OF("anyOf", SCHEMAS, IN_PLACE),
  ONE_OF("oneOf", SCHEMAS, IN_PLACE),
  NOT("not", SCHEMA, IN_PLACE),
  IF("if", SCHEMA, IN_PLACE),
  THEN("then", SCHEMA, IN_PLACE),
  ELSE("else", SCHEMA, IN_PLACE),
  DEPENDENT_SCHEMAS("dependentSchemas", SCHEMAS_BY_KEY, IN_PLACE),

  PROPERTIES("properties", SCHEMAS_BY_KEY, INSIDE),
  PATTERN_PROPERTIES("patternProperties", SCHEMAS_BY_PATTERN, INSIDE),
  ADDITIONAL_PROPERTIES("additionalProperties", SCHEMA, INSIDE),
  UNEVALUATED_PROPERTIES("unevaluatedProperties", SCHEMA, INSIDE),
  PROPERTY_NAMES("propertyNames", SCHEMA, INSIDE),
  PREFIX_ITEMS("prefixItems", SCHEMAS, INSIDE),
  ITEMS("items", SCHEMA, INSIDE),
  CONTAINS("contains", SCHEMA, INSIDE),
  UNEVALUATED_ITEMS("unevaluatedItems", SCHEMA, INSIDE),

  TYPE_("type", TYPE, ASSERTION),
  ENUM("enum", VALUES, ASSERTION),
  CONST("const", ANYTHING, ASSERTION),
  MULTIPLE_OF("multipleOf", POSITIVE, ASSERTION),
  MINIMUM("minimum", NUMBER, ASSERTION),
  EXCLUSIVE_MINIMUM("exclusiveMinimum", NUMBER, ASSERTION),
  MAXIMUM("maximum", NUMBER, ASSERTION),
  EXCLUSIVE_MAXIMUM("exclusiveMaximum", NUMBER, ASSERTION),
  MIN_LENGTH("minLength", COUNT, ASSERTION),
  MAX_LENGTH("maxLength", COUNT, ASSERTION),
  PATTERN_("pattern", PATTERN, ASSERTION),
  FORMAT_("format", FORMAT, ASSERTION),
  MIN_ITEMS("minItems", COUNT, ASSERTION),
  MAX_ITEMS("maxItems", COUNT, ASSERTION),
  UNIQUE_ITEMS("uniqueItems", BOOLEAN, ASSERTION),
  MIN_CONTAINS("minContains", COUNT, ASSERTION),
  MAX_CONTAINS("maxContains", COUNT, ASSERTION),
  MIN_PROPERTIES("minProperties", COUNT, ASSERTION),
  MAX_PROPERTIES("maxProperties", COUNT, ASSERTION),
  REQUIRED("required", NAMES, ASSERTION),
  DEPENDENT_REQUIRED("dependentRequired", NAMES_BY_KEY, ASSERTION),

  DEFS("$defs", SCHEMAS_BY_KEY, DEFINITION),
  DEFINITIONS("definitions", SCHEMAS_BY_KEY, DEFINITION),

  COMMENT("$comment", TEXT, ANNOTATION),
  TITLE("title", TEXT, ANNOTATION),
  DESCRIPTION("description", TEXT, ANNOTATION),
  DEFAULT("default", ANYTHING, ANNOTATION),
  EXAMPLES("examples", ANYTHING, ANNOTATION),
  DEPRECATED("deprecated", BOOLEAN, ANNOTATION),
  READ_ONLY("readOnly", BOOLEAN, ANNOTATION),
  WRITE_ONLY("writeOnly", BOOLEAN, ANNOTATION),
  CONTENT_ENCODING("contentEncoding", TEXT, ANNOTATION),
  CONTENT_MEDIA_TYPE("contentMediaType", TEXT, ANNOTATION);

  /** What a keyword does. */
  enum Role {
    /** Applies schemas to the same value. */
    IN_PLACE,
    /** Applies schemas to parts of the value. */
    INSIDE,
    /** Checks the value itself. */
    ASSERTION,
    /** Holds schemas for others to refer to. */
    DEFINITION,
    /** Says something to readers only. */
    ANNOTATION;

    /** Whether a value can break it. */
    boolean asserts() {
      return this != DEFINITION && this != ANNOTATION;
    }
  }

  private static final Map<String, SchemaKeyword> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(SchemaKeyword::word, Function.identity()));

  private final String word;
  private final SchemaShape shape;
  private final Role role;

  SchemaKeyword(String word, SchemaShape shape, Role role) {
    this.word = word;
    this.shape = shape;
    this.role = role;
  }

  static Optional<SchemaKeyword> find(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  String word() {
    return word;
  }

  SchemaShape shape() {
    return shape;
  }

  Role role() {
    return role;
  }
}
