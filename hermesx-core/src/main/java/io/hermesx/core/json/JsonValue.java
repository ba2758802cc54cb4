// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An immutable JSON value: an object, array, string, number, boolean or null.
 *
 * <p>The data model is I-JSON (RFC 7493): keys of an object are unique, text is valid Unicode, a
 * number is an IEEE 754 double. Two values are equal exactly when their {@linkplain #canonical()
 * canonical forms} are; the order of an object's members is kept for display and ignored by
 * equality. Nesting is at most {@value JsonLimits#MAX_DEPTH} containers deep, so that no operation
 * on a value can exhaust the stack.
 *
 * <p>{@code toString} equals {@link #toJson()} and so contains the data: keep it out of error
 * texts. Thread-safe; nothing here blocks.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /**
   * The value of a JSON text, read strictly within {@link JsonLimits#STANDARD}.
   *
   * @throws JsonSyntaxException as {@link #parse(String, JsonLimits)} does
   */
  static JsonValue parse(String text) {
    return parse(text, JsonLimits.STANDARD);
  }

  /**
   * The value of a JSON text (RFC 8259), read strictly.
   *
   * <p>Refused beyond the grammar: duplicate keys (compared after unescaping), lone surrogates, a
   * byte order mark, and numbers whose meaning would change: an integer literal that the nearest
   * double neither holds exactly nor writes so, a literal too large for a double, and a literal
   * other than zero that would become zero. Any other decimal literal becomes the nearest double,
   * and {@code -0} is {@code 0}. A number literal has at most 1,000 characters.
   *
   * @throws JsonSyntaxException when the text is not such JSON or exceeds a limit; nothing is
   *     returned in part
   */
  static JsonValue parse(String text, JsonLimits limits) {
    return JsonReader.read(text, limits);
  }

  /**
   * The value of a JSON text in UTF-8, read strictly as by {@link #parse(String, JsonLimits)};
   * malformed UTF-8 (overlong, truncated, encoded surrogates) is refused, never replaced.
   *
   * @throws JsonSyntaxException when the octets are not such JSON or exceed a limit
   */
  static JsonValue parse(byte[] utf8, JsonLimits limits) {
    return JsonReader.read(Utf8.decode(utf8, limits), limits);
  }

  /** Which of the six kinds of JSON value this is. */
  JsonKind kind();

  /** This value as compact JSON text, members in the order in which the objects hold them. */
  default String toJson() {
    return JsonWriter.compact(this);
  }

  /**
   * The canonical form of RFC 8785 (JCS): no whitespace, keys sorted by UTF-16 code units, numbers
   * as ECMAScript writes them, minimal escapes, no Unicode normalisation. Equal values have equal
   * forms, and only those.
   */
  default String canonical() {
    return JsonWriter.canonical(this);
  }

  /** The UTF-8 octets of {@link #canonical()}: what is hashed and signed. */
  default byte[] canonicalBytes() {
    return canonical().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The value to which an RFC 6901 pointer leads from this one, or empty when a step on the way
   * does not exist.
   */
  default Optional<JsonValue> at(JsonPointer pointer) {
    return pointer.resolve(this);
  }
}
