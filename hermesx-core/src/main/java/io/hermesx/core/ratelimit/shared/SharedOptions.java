// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What a shared limiter is made of; {@link io.hermesx.core.ratelimit.SharedRateLimiterBuilder} says
 * what each means.
 */
public record SharedOptions(
    Supplier<RateLimits> limits,
    RateFailureMode failureMode,
    Duration deadline,
    int queueRoom,
    Duration leaseDuration,
    int breakAfter,
    Duration probeEvery,
    RateLimiterListener listener,
    InstantSource clock,
    Ticker ticker,
    IdSource ids) {

  /** Makes the listener one whose failures go no further. */
  public SharedOptions {
    listener = listener == RateLimiterListener.NONE ? listener : new QuietListener(listener);
  }
}
