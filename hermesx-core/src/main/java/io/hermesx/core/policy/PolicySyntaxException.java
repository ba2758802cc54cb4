// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.HermesException;
import io.hermesx.core.json.JsonPointer;

/**
 * A JSON text that is not a policy. The message says where, as a JSON pointer, and what is allowed
 * there.
 */
public final class PolicySyntaxException extends HermesException {

  private static final long serialVersionUID = 1L;

  private final String pointer;

  PolicySyntaxException(JsonPointer pointer, String what) {
    super(
        "policy refused at " + (pointer.toString().isEmpty() ? "its root" : pointer) + ": " + what);
    this.pointer = pointer.toString();
  }

  /** Where, as an RFC 6901 pointer; empty for the text as a whole. */
  public String pointer() {
    return pointer;
  }
}
