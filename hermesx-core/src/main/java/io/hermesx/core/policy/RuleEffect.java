// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import java.util.Locale;

/** What a rule says when it matches: one permission, three restrictions. */
enum RuleEffect {
  ALLOW(PolicyEffect.ALLOW, "allows"),
  REQUIRE_SANDBOX(PolicyEffect.ALLOW, "requires a sandbox"),
  REQUIRE_APPROVAL(PolicyEffect.REQUIRE_APPROVAL, "requires approval"),
  DENY(PolicyEffect.DENY, "denies");

  private final PolicyEffect outcome;
  private final String phrase;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  RuleEffect(PolicyEffect outcome, String phrase) {
    this.outcome = outcome;
    this.phrase = phrase;
  }

  /** The effect of a decision that a rule of this effect made. */
  PolicyEffect outcome() {
    return outcome;
  }

  /** What such a rule does, as it reads after its id. */
  String phrase() {
    return phrase;
  }

  /** What cannot be known restricts: it counts as met for a restriction, as not met for this. */
  boolean isPermission() {
    return this == ALLOW;
  }

  /** The effect as it is written in JSON. */
  String wireName() {
    return wireName;
  }
}
