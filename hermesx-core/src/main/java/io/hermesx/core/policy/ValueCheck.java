// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.json.JsonValue;

/**
 * What a condition asks of the value at its pointer. Each answers {@link Match#UNKNOWN} for a value
 * of another kind and whenever yes and no are not both certain, and never throws.
 */
sealed interface ValueCheck permits OneOfCheck, NumberCheck, PrefixCheck, HostCheck, PathCheck {

  Match test(JsonValue value);

  /** The member of the condition in JSON that holds the operand. */
  String wireName();

  /** What the value is compared with, as it is written in JSON. */
  JsonValue operand();
}
