// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.HeartbeatRateLimiter;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimiter;
import io.hermesx.core.ratelimit.RateLimiterListener;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import io.hermesx.ratelimit.LocalRateLimiter;
import io.hermesx.ratelimit.RedisRateLimiter;
import io.hermesx.ratelimit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How often: the limits that the configuration asks for, and the limiter that holds them. */
final class Rates {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);

  private Rates() {}

  /** Each tenant has these for itself. */
  static RateLimits limits(Configuration configuration) {
    List<RateLimit> limits = new ArrayList<>();
    limits.add(
        RateLimit.requests(
            "calls-per-minute", configuration.number(Variable.REQUESTS_PER_MINUTE), MINUTE));
    int tokens = configuration.number(Variable.TOKENS_PER_MINUTE);
    if (tokens > 0) {
      limits.add(RateLimit.tokens("tokens-per-minute", tokens, MINUTE));
    }
    int concurrent = configuration.number(Variable.CONCURRENT_CALLS);
    if (concurrent > 0) {
      limits.add(RateLimit.concurrent("calls-at-once", concurrent, LEASE));
    }
    configuration
        .toolCallsPerMinute()
        .forEach(
            (tool, calls) ->
                limits.add(
                    RateLimit.requests(tool + "-per-minute", calls, MINUTE)
                        .only(Dimension.TOOL, tool)));
    return RateLimits.of(limits);
  }

  /** The limiter; its slots are renewed for as long as their calls run. */
  static RateLimiter limiter(Configuration configuration, RateLimiterListener listener) {
    RateLimiter limiter =
        configuration.find(Variable.REDIS_URL).isPresent()
            ? shared(configuration, listener)
            : LocalRateLimiter.builder().limits(limits(configuration)).listener(listener).build();
    return HeartbeatRateLimiter.of(limiter, HEARTBEAT);
  }

  /** The limiter on Redis of its one variable, with the outage mode of the other. */
  private static RateLimiter shared(Configuration configuration, RateLimiterListener listener) {
    RedisServer server = RedisServer.at(configuration.text(Variable.REDIS_URL)).build();
    return RedisRateLimiter.builder(server)
        .limits(limits(configuration))
        .failureMode(configuration.redisOutage())
        .listener(listener)
        .build();
  }
}
