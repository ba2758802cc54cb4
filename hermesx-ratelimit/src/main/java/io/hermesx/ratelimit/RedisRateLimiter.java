// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;

/**
 * The rate limiter that JVMs share through Redis: all layers of a call in one script, at the time
 * of the server; what is leased without asking.
 *
 * <p>Needs {@code redis.clients:jedis}. Tried with Redis 7.0, one server and a cluster of three.
 */
public final class RedisRateLimiter {

  private RedisRateLimiter() {}

  /**
   * Returns a builder of a limiter on this Redis, with no limits and no failure mode yet; both are
   * required. The limiter connects when it is first asked, and closing it closes its connections.
   */
  public static SharedRateLimiterBuilder builder(RedisServer server) {
    return new SharedRateLimiterBuilder(server.open());
  }
}
