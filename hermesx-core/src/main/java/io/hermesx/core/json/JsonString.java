// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/**
 * A JSON string: valid Unicode text, held as given (no normalisation, so "é" composed and
 * decomposed are two values).
 *
 * @param value the text; a surrogate code unit without its partner is refused with {@link
 *     IllegalArgumentException}, because it has no UTF-8 form and so no canonical one
 */
public record JsonString(String value) implements JsonValue {

  /** Checks that the text is valid Unicode. */
  public JsonString {
    Utf8.requireUnicode(value, "a JSON string");
  }

  @Override
  public JsonKind kind() {
    return JsonKind.STRING;
  }

  /** This string as JSON text: quoted and escaped. */
  @Override
  public String toString() {
    return toJson();
  }
}
