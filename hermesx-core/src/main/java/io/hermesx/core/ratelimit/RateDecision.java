// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer of a rate limiter. A refusal has taken nothing from any layer. Immutable. */
public final class RateDecision {

  /** The wait for what never fits: more was asked than the capacity. */
  public static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static final RateDecision NOT_LIMITED =
      new RateDecision(true, null, List.of(), RateMode.LOCAL);

  private final boolean allowed;
  private final @Nullable RatePermit permit;
  private final List<LimitState> states;
  private final RateMode mode;

  /**
   * Creates an answer.
   *
   * @param allowed whether it fits every enforced layer
   * @param permit what was taken; null for a refusal, for a peek, and where no layer matched
   * @param states every layer that matched, also those only watched; not copied, so it must never
   *     change
   * @param mode on what knowledge it was decided
   */
  public RateDecision(
      boolean allowed, @Nullable RatePermit permit, List<LimitState> states, RateMode mode) {
    this.allowed = allowed;
    this.permit = permit;
    this.states = states;
    this.mode = mode;
  }

  /** Returns the answer where no layer matches: allowed, and nothing was taken. */
  public static RateDecision notLimited() {
    return NOT_LIMITED;
  }

  /** Tells whether it fits every enforced layer. */
  public boolean allowed() {
    return allowed;
  }

  /**
   * Returns what was taken, for {@link RateLimiter#release} and {@link RateLimiter#refund}; empty
   * for a refusal, for a peek, and where no layer matched.
   */
  public Optional<RatePermit> permit() {
    return Optional.ofNullable(permit);
  }

  /** Returns every layer that matched, also those only watched, in the order of the limits. */
  public List<LimitState> states() {
    return states;
  }

  /** Returns on what knowledge it was decided. */
  public RateMode mode() {
    return mode;
  }

  /**
   * Returns the enforced layer that decides: for a refusal the one with the longest wait, otherwise
   * the one with the least remaining; empty where none matched.
   */
  public Optional<LimitState> binding() {
    LimitState binding = null;
    for (LimitState state : states) {
      if (state.limit().enforced() && (binding == null || tighter(state, binding))) {
        binding = state;
      }
    }
    return Optional.ofNullable(binding);
  }

  /** Returns the shortest wait after which the same request, alone, is allowed: zero if it was. */
  public Duration retryAfter() {
    return allowed ? Duration.ZERO : binding().map(LimitState::retryAfter).orElse(NEVER);
  }

  private boolean tighter(LimitState state, LimitState binding) {
    return allowed
        ? state.remaining() < binding.remaining()
        : state.retryAfter().compareTo(binding.retryAfter()) > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateDecision that
        && allowed == that.allowed
        && Objects.equals(permit, that.permit)
        && states.equals(that.states)
        && mode == that.mode;
  }

  @Override
  public int hashCode() {
    return Objects.hash(allowed, permit, states, mode);
  }

  @Override
  public String toString() {
    return (allowed ? "allowed" : "refused")
        + " "
        + mode
        + binding().map(state -> " by " + state.limit().name()).orElse("");
  }
}
