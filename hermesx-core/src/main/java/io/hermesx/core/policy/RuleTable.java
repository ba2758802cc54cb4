// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one operation, by effect and then by id, so that the first that applies is the one
 * to name whatever order they were given in.
 */
final class RuleTable {

  /** A rule, and the decision that names it as the one that decided. */
  private record Entry(RuleMatcher matcher, PolicyDecision decision) {
    Rule rule() {
      return matcher.rule();
    }
  }

  private final String version;
  private final Entry[] denials;
  private final Entry[] approvals;
  private final Entry[] allows;
  private final Entry[] sandboxes;

  /** Makes the table of rules that are sorted by id. */
  RuleTable(Collection<Rule> sorted, String version) {
    this.version = version;
    this.denials = of(sorted, RuleEffect.DENY);
    this.approvals = of(sorted, RuleEffect.REQUIRE_APPROVAL);
    this.allows = of(sorted, RuleEffect.ALLOW);
    this.sandboxes = of(sorted, RuleEffect.REQUIRE_SANDBOX);
  }

  private Entry[] of(Collection<Rule> rules, RuleEffect effect) {
    return rules.stream()
        .filter(rule -> rule.effect() == effect)
        .map(rule -> new Entry(new RuleMatcher(rule), Explanation.decided(rule, version)))
        .toArray(Entry[]::new);
  }

  PolicyDecision decide(PolicyRequest request) {
    Entry denial = first(denials, request);
    PolicyDecision decision = denial == null ? permission(request) : denial.decision();
    Entry sandbox = first(sandboxes, request);
    return sandbox == null ? decision : Explanation.sandboxed(decision, sandbox.rule());
  }

  private PolicyDecision permission(PolicyRequest request) {
    Entry approval = first(approvals, request);
    Facet farthest = Facet.RESOURCE;
    @Nullable Rule nearest = null;
    for (Entry allow : allows) {
      Facet facet = allow.matcher().ruledOutBy(request);
      if (facet == Facet.NONE) {
        return approval == null ? allow.decision() : approval.decision();
      }
      if (facet.compareTo(farthest) > 0) {
        farthest = facet;
        nearest = allow.rule();
      }
    }
    PolicyDecision silence = Explanation.silence(request, farthest, nearest, version);
    return approval == null ? silence : Explanation.approvalAlone(silence, approval.rule());
  }

  private static @Nullable Entry first(Entry[] entries, PolicyRequest request) {
    for (Entry entry : entries) {
      if (entry.matcher().ruledOutBy(request) == Facet.NONE) {
        return entry;
      }
    }
    return null;
  }
}
