// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import io.hermesx.core.testkit.RateSlotContract;
import io.hermesx.core.time.Ticker;
import java.time.Duration;

class SharedRateLimiterSlotTest extends RateSlotContract {

  @Override
  protected RateLimiter create(RateLimits limits) {
    return new SharedRateLimiterBuilder(new MemoryBackend(Ticker.system()))
        .limits(limits)
        .failureMode(RateFailureMode.closed())
        .deadline(Duration.ofSeconds(30))
        .build();
  }
}
