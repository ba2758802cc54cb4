// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one operation, by effect and then by id, so that the first that applies is the one
 * to name whatever order they were given in.
 */
final class RuleTable {

  /** A rule and the decision it makes when nothing demands a sandbox. */
  private record Entry(RuleMatcher matcher, PolicyDecision decision) {}

  private final String version;
  private final RuleMatcher[] sandboxes;
  private final Entry[] deciders;
  private final int firstAllow;

  /** Makes the table of rules that are sorted by id. */
  RuleTable(Collection<Rule> sorted, String version) {
    this.version = version;
    this.sandboxes =
        of(sorted, RuleEffect.REQUIRE_SANDBOX).map(RuleMatcher::new).toArray(RuleMatcher[]::new);
    List<Entry> entries =
        Stream.of(RuleEffect.DENY, RuleEffect.REQUIRE_APPROVAL, RuleEffect.ALLOW)
            .flatMap(effect -> of(sorted, effect))
            .map(rule -> new Entry(new RuleMatcher(rule), Explanation.decided(rule, version)))
            .toList();
    this.deciders = entries.toArray(new Entry[0]);
    this.firstAllow = deciders.length - (int) of(sorted, RuleEffect.ALLOW).count();
  }

  private static Stream<Rule> of(Collection<Rule> rules, RuleEffect effect) {
    return rules.stream().filter(rule -> rule.effect() == effect);
  }

  PolicyDecision decide(PolicyRequest request) {
    PolicyDecision decision = withoutSandbox(request);
    Rule sandbox = sandboxDemand(request);
    return sandbox == null ? decision : Explanation.sandboxed(decision, sandbox);
  }

  private PolicyDecision withoutSandbox(PolicyRequest request) {
    Facet farthest = Facet.RESOURCE;
    @Nullable Rule nearest = null;
    for (int i = 0; i < deciders.length; i++) {
      RuleMatcher matcher = deciders[i].matcher();
      Facet facet = matcher.ruledOutBy(request);
      if (facet == Facet.NONE) {
        return deciders[i].decision();
      }
      if (i >= firstAllow && facet.compareTo(farthest) > 0) {
        farthest = facet;
        nearest = matcher.rule();
      }
    }
    return Explanation.silence(request, farthest, nearest, version);
  }

  private @Nullable Rule sandboxDemand(PolicyRequest request) {
    for (RuleMatcher matcher : sandboxes) {
      if (matcher.ruledOutBy(request) == Facet.NONE) {
        return matcher.rule();
      }
    }
    return null;
  }
}
