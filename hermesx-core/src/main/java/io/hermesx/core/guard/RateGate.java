// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.receipt.Stage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The rate limit stage, the same for tools and models. */
final class RateGate {

  private RateGate() {}

  /** Takes from every limit that matches, and returns what is to be ended with the call. */
  static RateHold pass(
      RateLimiter limiter, GuardContext context, Dimensions dimensions, long tokens) {
    RateDecision decision =
        limiter.tryAcquire(new RateRequest(context.tenant(), dimensions, 1, tokens));
    RateHold hold = new RateHold(limiter, decision.permit());
    tell(context, decision);
    if (!decision.allowed()) {
      throw new Refusal(denial(decision));
    }
    return hold;
  }

  /** Whoever listens decides nothing. */
  private static void tell(GuardContext context, RateDecision decision) {
    try {
      context.rates().accept(decision);
    } catch (RuntimeException e) {
      GuardAudit.LOG.warn("tenant {}: a listener to rate decisions failed", context.tenant(), e);
    }
  }

  private static Denial denial(RateDecision decision) {
    Duration wait = decision.retryAfter();
    boolean never = wait.equals(RateDecision.NEVER);
    Optional<Duration> retryAfter = never ? Optional.empty() : Optional.of(wait);
    if (decision.mode() == RateMode.FAIL_CLOSED) {
      return denial(
          DenialCode.UNAVAILABLE,
          "the shared state of limit " + binding(decision) + " is away (fail_closed)",
          retryAfter);
    }
    return denial(
        DenialCode.RATE_LIMITED,
        "limit "
            + binding(decision)
            + " is reached"
            + (never ? " and the call is larger than its capacity" : "")
            + (decision.mode().degraded() ? degraded(decision.mode()) : ""),
        retryAfter);
  }

  private static Denial denial(DenialCode code, String reason, Optional<Duration> retryAfter) {
    return new Denial(code, Stage.RATE, code.hint(), reason, retryAfter);
  }

  private static String binding(RateDecision decision) {
    return decision.binding().map(state -> state.limit().name()).orElse("of the limiter");
  }

  private static String degraded(RateMode mode) {
    return ", decided without the shared state (" + mode.name().toLowerCase(Locale.ROOT) + ")";
  }
}
