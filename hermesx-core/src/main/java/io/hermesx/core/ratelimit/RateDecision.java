// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a rate limiter. A refusal has taken nothing from any layer.
 *
 * @param allowed whether it fits every layer
 * @param permit what was taken, for {@link RateLimiter#refund}; empty for a refusal, for a peek,
 *     and where no layer matched
 * @param binding the layer with the longest wait, for a refusal; the one with the least remaining
 *     otherwise; empty where no layer matched
 * @param states every layer that matched
 * @param mode on what knowledge it was decided
 */
public record RateDecision(
    boolean allowed,
    Optional<RatePermit> permit,
    Optional<LimitState> binding,
    List<LimitState> states,
    RateMode mode) {

  /** The wait for what never fits: more was asked than the burst. */
  public static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** The answer where no layer matches. */
  static final RateDecision NOT_LIMITED =
      new RateDecision(true, Optional.empty(), Optional.empty(), List.of(), RateMode.LOCAL);

  /** Copies the list. */
  public RateDecision {
    states = List.copyOf(states);
  }

  /** Returns the shortest wait after which the same request, alone, is allowed: zero if it was. */
  public Duration retryAfter() {
    return allowed ? Duration.ZERO : binding.map(LimitState::retryAfter).orElse(NEVER);
  }
}
