// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.quickstart;

import io.hermesx.core.policy.Argument;
import io.hermesx.core.policy.Rule;
import io.hermesx.core.policy.RulePolicy;

/** The rules of a support desk, as docs/reference/policy-rules.md begins with them. */
final class SupportRules {

  private SupportRules() {}

  static RulePolicy policy() {
    // snippet: rules
    RulePolicy policy =
        RulePolicy.of(
            Rule.allow("orders-read").tool("orders.*").role("support"),
            Rule.requireApproval("big-refund")
                .tool("refund")
                .when(Argument.at("/amount").greaterThan(100)),
            Rule.allow("refund").tool("refund"),
            Rule.deny("no-export").tool("export"));
    // end
    return policy;
  }
}
