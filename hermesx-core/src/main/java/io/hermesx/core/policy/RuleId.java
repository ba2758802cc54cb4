// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import io.hermesx.core.internal.Names;

/** The check on the id of a rule. */
final class RuleId {

  private RuleId() {}

  static String require(String id) {
    if (Names.requireToken("rule id", id).equals(PolicyDecision.NO_RULE)) {
      throw new IllegalArgumentException(
          "the rule id "
              + PolicyDecision.NO_RULE
              + " stands for decisions that no rule made; choose another");
    }
    return id;
  }
}
