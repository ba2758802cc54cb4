// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.ratelimit.RateDecision;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The Java of docs/guides/rate-limits.md about Redis. */
class SharedLimitsGuideTest {

  @Test
  void redis_isAskedOnceForAllLayers() {
    try (RedisProcess redis = RedisProcess.start()) {
      String url = "redis://127.0.0.1:" + redis.port();
      // snippet: redis
      RateLimits limits =
          RateLimits.of(
              RateLimit.requests("per-user", 60, Duration.ofMinutes(1)).per(Dimension.USER),
              RateLimit.requests("tenant", 10_000, Duration.ofMinutes(1)),
              RateLimit.requests("provider", 50_000, Duration.ofMinutes(1))
                  .acrossTenants()
                  .leased(500));
      RateLimiter limiter =
          RedisRateLimiter.builder(RedisServer.at(url).build())
              .limits(limits)
              .failureMode(RateFailureMode.localShare(4))
              .build();
      // end
      try (limiter) {
        RateDecision decision =
            limiter.tryAcquire(
                RateRequest.call(
                    TenantId.named("acme"), Dimensions.none().with(Dimension.USER, "alice")));
        assertThat(decision.allowed()).isTrue();
        assertThat(decision.mode()).isEqualTo(RateMode.SHARED);
        assertThat(decision.states()).hasSize(3);
      }
    }
  }
}
