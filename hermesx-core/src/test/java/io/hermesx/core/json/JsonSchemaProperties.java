// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * What holds for all schemas: strict only narrows, and says nothing about objects that say all
 * themselves.
 */
final class JsonSchemaProperties {

  private static final Arbitrary<String> KEYS = Arbitraries.of("a", "b", "c");

  @Provide
  Arbitrary<JsonObject> schemas() {
    return Combinators.combine(parts(2), parts(1), parts(1))
        .as(
            (root, first, second) -> {
              JsonObject.Builder schema = JsonObject.builder().put("type", "object");
              root.members().forEach((key, value) -> schema.put(key, value));
              return schema.put("$defs", JsonObject.of("x", first, "y", second)).build();
            });
  }

  @Provide
  Arbitrary<JsonObject> values() {
    return values(3).filter(value -> value instanceof JsonObject).map(value -> (JsonObject) value);
  }

  private static Arbitrary<JsonValue> values(int depth) {
    Arbitrary<JsonValue> scalars = Arbitraries.of(JsonNumber.of(1), new JsonString("s"));
    return depth == 0
        ? scalars
        : Arbitraries.frequencyOf(
            Tuple.of(1, scalars),
            Tuple.of(
                1,
                values(depth - 1)
                    .list()
                    .ofMaxSize(2)
                    .map(items -> (JsonValue) JsonArray.of(items))),
            Tuple.of(
                4, Arbitraries.maps(KEYS, values(depth - 1)).ofMaxSize(3).map(JsonObject::new)));
  }

  /**
   * An object schema of a few keywords, with references to x and y only from inside the value, so
   * that there are no circles.
   */
  private static Arbitrary<JsonObject> parts(int depth) {
    Arbitrary<JsonValue> inner =
        depth == 0
            ? Arbitraries.of(JsonObject.of("type", new JsonString("integer")), JsonBoolean.TRUE)
            : Arbitraries.oneOf(
                parts(depth - 1).map(schema -> schema),
                Arbitraries.of("#/$defs/x", "#/$defs/y")
                    .map(reference -> JsonObject.of("$ref", new JsonString(reference))));
    Arbitrary<JsonValue> inPlace =
        depth == 0
            ? Arbitraries.of(JsonObject.empty(), JsonBoolean.TRUE)
            : parts(depth - 1).map(schema -> schema);
    return Arbitraries.maps(
            Arbitraries.of(
                "properties",
                "patternProperties",
                "additionalProperties",
                "items",
                "contains",
                "allOf",
                "anyOf",
                "oneOf",
                "not",
                "if",
                "then",
                "required"),
            Combinators.combine(
                    Arbitraries.maps(KEYS, inner).ofMaxSize(2),
                    inPlace.list().ofMinSize(1).ofMaxSize(2))
                .as(Filling::new))
        .ofMaxSize(3)
        .map(
            fillings -> {
              JsonObject.Builder schema = JsonObject.builder();
              fillings.forEach((keyword, filling) -> schema.put(keyword, filling.value(keyword)));
              return schema.build();
            });
  }

  private record Filling(Map<String, JsonValue> members, List<JsonValue> schemas) {

    JsonValue value(String keyword) {
      return switch (keyword) {
        case "properties", "patternProperties" -> new JsonObject(members);
        case "allOf", "anyOf", "oneOf" -> JsonArray.of(schemas);
        case "required" -> JsonArray.ofStrings(members.keySet().stream().toList());
        default -> schemas.get(0);
      };
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void strictSchema_acceptsNothingThatTheSchemaRefuses(
      @ForAll("schemas") JsonObject schema, @ForAll("values") JsonObject value) {
    boolean strict = JsonSchema.compile(schema).validate(value).isEmpty();
    boolean plain = new SchemaValidator(schema).errors(value).isEmpty();
    assertThat(strict && !plain).as("%s %s", schema, value).isFalse();
    Statistics.collect(strict ? "accepted" : plain ? "narrowed" : "refused");
    Statistics.coverage(
        coverage -> {
          coverage.check("accepted").percentage(share -> share > 5);
          coverage.check("narrowed").percentage(share -> share > 5);
          coverage.check("refused").percentage(share -> share > 5);
        });
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void strictSchema_ofAnOpenForm_changesNothing(
      @ForAll("schemas") JsonObject schema, @ForAll("values") JsonObject value) {
    JsonObject open = (JsonObject) opened(schema);
    assertThat(JsonSchema.compile(open).validate(value).isEmpty())
        .as("%s %s", open, value)
        .isEqualTo(new SchemaValidator(open).errors(value).isEmpty());
  }

  /** The schema with {@code additionalProperties} said wherever members are stated. */
  private static JsonValue opened(JsonValue value) {
    if (value instanceof JsonArray array) {
      return JsonArray.of(array.items().stream().map(JsonSchemaProperties::opened).toList());
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObject.Builder out = JsonObject.builder();
    object.members().forEach((key, member) -> out.put(key, opened(member)));
    boolean isSchema = object.keys().stream().anyMatch(key -> SchemaKeyword.find(key).isPresent());
    if (isSchema && object.find("additionalProperties").isEmpty()) {
      out.put("additionalProperties", true);
    }
    return out.build();
  }
}
