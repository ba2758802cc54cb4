// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;

/** Our shared limiter; a decision that was not made in the mode that is measured is an error. */
final class SharedSide implements Side, AutoCloseable {

  private final RateLimiter limiter;
  private final RateMode mode;

  /** Takes a limiter over, to close it. */
  SharedSide(RateLimiter limiter, RateMode mode) {
    this.limiter = limiter;
    this.mode = mode;
  }

  @Override
  public boolean allows(RateRequest request) {
    RateDecision decision = limiter.tryAcquire(request);
    if (decision.mode() != mode) {
      throw new IllegalStateException("decided in mode " + decision.mode() + ", not in " + mode);
    }
    return decision.allowed();
  }

  @Override
  public void close() {
    limiter.close();
  }
}
