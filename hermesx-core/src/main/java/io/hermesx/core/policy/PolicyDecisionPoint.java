// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import java.util.List;

/**
 * Decides whether something may be done. Silence denies, and so does a decision point that throws
 * or that cannot answer.
 *
 * <p>Implementations are thread-safe, answer from memory or with a deadline of their own, and give
 * the same answer to the same question under the same version.
 */
@FunctionalInterface
public interface PolicyDecisionPoint {

  /** Answers the question. An exception counts as a denial. */
  PolicyDecision decide(PolicyRequest request);

  /**
   * Asks all of them, and the strictest answer counts: a tenant's rules narrow the platform's and
   * never widen them.
   *
   * @throws IllegalArgumentException if there is none
   */
  static PolicyDecisionPoint all(PolicyDecisionPoint... points) {
    List<PolicyDecisionPoint> asked = List.of(points);
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          "a combined policy has no member; pass at least one decision point");
    }
    return request ->
        asked.stream().map(p -> p.decide(request)).reduce(PolicyDecision::and).orElseThrow();
  }
}
