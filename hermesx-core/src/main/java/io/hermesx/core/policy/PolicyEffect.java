// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/** What a policy says, from the most to the least permissive. */
public enum PolicyEffect {
  /** It may happen. */
  ALLOW,
  /** It may happen once a person has agreed. */
  REQUIRE_APPROVAL,
  /** It must not happen. */
  DENY;

  /** Returns the less permissive of the two: deny over approval over allow. */
  public PolicyEffect and(PolicyEffect other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
