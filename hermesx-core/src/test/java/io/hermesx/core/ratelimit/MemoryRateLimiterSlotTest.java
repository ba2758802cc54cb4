// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.testkit.RateSlotContract;

class MemoryRateLimiterSlotTest extends RateSlotContract {

  @Override
  protected RateLimiter create(RateLimits limits) {
    return MemoryRateLimiter.builder().limits(limits).build();
  }
}
