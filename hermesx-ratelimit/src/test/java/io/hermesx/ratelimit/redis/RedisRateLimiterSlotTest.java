// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.testkit.RateSlotContract;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisRateLimiterSlotTest extends RateSlotContract {

  private static RedisProcess redis;
  private static int made;

  private final List<RateLimiter> limiters = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
  }

  @AfterEach
  void close() {
    limiters.forEach(RateLimiter::close);
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  protected RateLimiter create(RateLimits limits) {
    RedisServer server =
        RedisServer.standalone("127.0.0.1", redis.port()).keyPrefix("test" + made++ + ":").build();
    RateLimiter limiter =
        RedisRateLimiter.builder(server)
            .limits(limits)
            .failureMode(RateFailureMode.closed())
            .deadline(Duration.ofSeconds(30))
            .build();
    limiters.add(limiter);
    return limiter;
  }
}
