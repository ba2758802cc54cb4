// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import io.hermesx.core.HermesException;
import java.util.Optional;

/**
 * A member of an object that is absent or of another kind than its reader requires; the message
 * never contains its value.
 */
public final class JsonTypeException extends HermesException {

  private static final long serialVersionUID = 1L;

  JsonTypeException(String key, Optional<JsonValue> found, String expected) {
    super(
        "JSON member "
            + SafeText.name(key)
            + " is "
            + found.map(v -> v.kind().phrase()).orElse("absent")
            + "; expected: "
            + expected
            + ".");
  }
}
