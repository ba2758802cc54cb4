// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateFailureMode;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.core.ratelimit.RateMode;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.time.Duration;
import redis.clients.jedis.HostAndPort;

/** Our limiters on Redis. */
final class RedisSides {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private RedisSides() {}

  /** Calls of a tenant, of a user, of a user to a tool, and tokens of a user, all or nothing. */
  static SharedSide fourLayers(HostAndPort redis, int connections, RedisBuckets.Limit limit) {
    return side(
        redis,
        connections,
        RateMode.SHARED,
        RateLimits.of(
            RateLimit.requests("tenant", limit.permits(), limit.period()),
            RateLimit.requests("user", limit.permits(), limit.period()).per(Dimension.USER),
            RateLimit.requests("tool", limit.permits(), limit.period())
                .per(Dimension.USER, Dimension.TOOL),
            RateLimit.tokens("tokens", limit.permits(), limit.period()).per(Dimension.USER)));
  }

  /** One limit, taken from Redis in blocks. */
  static SharedSide leased(HostAndPort redis, int connections, RateLimit limit) {
    return side(redis, connections, RateMode.LEASED, RateLimits.of(limit));
  }

  private static SharedSide side(
      HostAndPort redis, int connections, RateMode mode, RateLimits limits) {
    RedisServer server =
        RedisServer.standalone(redis.getHost(), redis.getPort()).connections(connections).build();
    return new SharedSide(
        RedisRateLimiter.builder(server)
            .limits(limits)
            .failureMode(RateFailureMode.closed())
            .deadline(DEADLINE)
            .build(),
        mode);
  }
}
