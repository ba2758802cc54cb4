// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static java.util.Objects.requireNonNull;

/**
 * One way in which a value breaks its schema.
 *
 * @param pointer the place in the value, exact; its steps may be keys of the value, so treat it as
 *     the value itself. For a missing or an undefined member it is the place of that member
 * @param keyword the keyword of the schema that is broken
 * @param message place, kind of the value found, and what is allowed, as in {@code /amount: is a
 *     string, allowed: integer}; at most 400 characters, never the value, and of its keys only
 *     short plain names
 */
public record JsonSchemaViolation(JsonPointer pointer, String keyword, String message) {

  /** Checks that nothing is null. */
  public JsonSchemaViolation {
    requireNonNull(pointer, "pointer");
    requireNonNull(keyword, "keyword");
    requireNonNull(message, "message");
  }
}
