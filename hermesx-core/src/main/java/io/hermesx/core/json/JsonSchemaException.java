// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import io.hermesx.core.HermesException;

/**
 * A JSON Schema that {@link JsonSchema#compile} refuses; the message says where, what is allowed
 * and what to do next.
 */
public final class JsonSchemaException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final transient JsonPointer pointer;

  JsonSchemaException(JsonPointer pointer, String what, String allowed, String next) {
    super(
        "JSON schema refused at "
            + SafeText.pointer(pointer)
            + ": "
            + what
            + "; allowed: "
            + allowed
            + ". Next step: "
            + next
            + ".");
    this.pointer = pointer;
  }

  /** The place in the schema. */
  public JsonPointer pointer() {
    return pointer;
  }
}
