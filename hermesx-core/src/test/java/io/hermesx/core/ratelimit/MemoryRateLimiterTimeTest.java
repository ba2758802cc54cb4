// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.RateTimeContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

class MemoryRateLimiterTimeTest extends RateTimeContract {

  @Override
  protected RateLimiter create(Supplier<RateLimits> limits, Instant start, ManualTicker ticker) {
    return MemoryRateLimiter.builder()
        .limits(limits)
        .clock(InstantSource.fixed(start))
        .ticker(ticker)
        .build();
  }
}
