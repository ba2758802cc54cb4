// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import com.networknt.schema.Error;
import java.util.List;

/**
 * A compiled JSON Schema (2020-12) that decides strictly whether a value has the agreed shape.
 *
 * <p>Strict means:
 *
 * <ul>
 *   <li>An object that states {@code properties} or {@code patternProperties} and says nothing
 *       about others accepts no others, as if it said {@code additionalProperties: false}; a schema
 *       opts out with {@code additionalProperties: true}. Where several schemas describe the same
 *       object ({@code allOf}, {@code anyOf}, {@code $ref} beside members …), the members of all of
 *       them are accepted. Objects <em>within</em> such a part are left as the schema says, unless
 *       the part is the only description (a lone {@code $ref}, the branches of a lone {@code
 *       oneOf}, the one branch that states members in a lone {@code anyOf}); so are those under
 *       {@code patternProperties}, {@code contains}, {@code not} and {@code if}. Nothing is
 *       accepted that the schema itself refuses.
 *   <li>{@code format} is checked: date-time, date, time, duration (RFC 3339, no leap seconds),
 *       email, hostname, ipv4, ipv6, uri, uri-reference, uuid, json-pointer, and int32, int64,
 *       uint32, uint64, float, double on numbers; password checks nothing.
 *   <li>A schema is refused when part of it would not be checked: unknown keywords (other than
 *       {@code x-…}) and formats, {@code $anchor}, {@code $dynamicRef}, an inner {@code $id},
 *       references out of the document. Nothing is ever fetched from the network, a file or the
 *       class path.
 * </ul>
 *
 * <p>Numbers are compared as the decimals their JSON text says; {@code 5.0} is an integer. Patterns
 * are ECMAScript's with code points, without look-around and back-references, and are matched in
 * time linear in pattern and text. Of a value that takes more than a million steps, or more than 20
 * million steps of a pattern, the answer is a violation. Dialects 2019-09 and draft-07 are accepted
 * where they mean the same.
 *
 * <p>Thread-safe, and does no I/O.
 */
public final class JsonSchema {

  private static final int MOST_VIOLATIONS = 20;

  private final SchemaValidator validator;
  private final ViolationText texts;

  private JsonSchema(JsonObject form) {
    this.validator = new SchemaValidator(form);
    this.texts = new ViolationText(form);
  }

  /**
   * Compiles a schema of objects: its root says {@code "type": "object"}.
   *
   * @throws JsonSchemaException when it is not a valid or not a strict schema; the exception names
   *     the place and the reason
   */
  public static JsonSchema compile(JsonObject schema) {
    SchemaTree tree = new SchemaTree(schema);
    SchemaCheck.check(tree);
    return new JsonSchema(StrictForm.of(tree));
  }

  /**
   * The ways in which the value breaks the schema, at most the first 20; none when the value is
   * valid.
   */
  public List<JsonSchemaViolation> validate(JsonValue value) {
    try {
      List<Error> errors = validator.errors(value);
      return errors.isEmpty()
          ? List.of()
          : errors.stream().limit(MOST_VIOLATIONS).map(texts::violation).toList();
    } catch (EvaluationLimitException e) {
      return List.of(
          new JsonSchemaViolation(
              JsonPointer.ROOT,
              "",
              "the root: " + e.getMessage() + ", allowed: less; send a smaller value"));
    }
  }
}
