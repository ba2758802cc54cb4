// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.testkit.ManualTicker;
import io.hermesx.core.testkit.RateTimeContract;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

class SharedRateLimiterTimeTest extends RateTimeContract {

  @Override
  protected RateLimiter create(Supplier<RateLimits> limits, Instant start, ManualTicker ticker) {
    return new SharedRateLimiterBuilder(new MemoryBackend(start, ticker))
        .limits(limits)
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(30))
        .build();
  }
}
