// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RatePermit;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.receipt.Stage;
import java.util.Optional;

/** The rate limit stage, the same for tools and models. */
final class RateGate {

  private RateGate() {}

  /**
   * Takes from every limit that matches; returns what is to be given back if the call does not
   * begin.
   */
  static Optional<RatePermit> pass(
      RateLimiter limiter, GuardContext context, Dimensions dimensions, long tokens) {
    RateDecision decision =
        limiter.tryAcquire(new RateRequest(context.tenant(), dimensions, 1, tokens));
    if (decision.allowed()) {
      return decision.permit();
    }
    String limit = decision.binding().map(state -> state.limit().name()).orElse("of the limiter");
    boolean never = decision.retryAfter().equals(RateDecision.NEVER);
    throw new Refusal(
        new Denial(
            DenialCode.RATE_LIMITED,
            Stage.RATE,
            DenialCode.RATE_LIMITED.hint(),
            "limit "
                + limit
                + " is reached"
                + (never ? " and the call is larger than its burst" : ""),
            never ? Optional.empty() : Optional.of(decision.retryAfter())));
  }
}
