// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.testkit.RateLimitsContract;
import java.util.function.Supplier;

class MemoryRateLimiterLimitsTest extends RateLimitsContract {

  @Override
  protected RateLimiter create(Supplier<RateLimits> limits) {
    return MemoryRateLimiter.builder().limits(limits).build();
  }
}
