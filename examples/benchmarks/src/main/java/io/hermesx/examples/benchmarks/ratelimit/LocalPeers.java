// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateLimits;
import io.hermesx.ratelimit.LocalRateLimiter;
import java.time.Duration;

/** Limits in one JVM, of ours and of Bucket4j. */
final class LocalPeers {

  /** More than anybody asks for here, so that every call runs through all layers. */
  private static final long PLENTY = 1_000_000_000;

  private static final Duration LONG = Duration.ofDays(366);

  private static final int KEYS = 10_000_000;

  private LocalPeers() {}

  /** A limit for each user. */
  static Peers oneLimit() {
    return oneLimit(PLENTY, LONG);
  }

  static Peers oneLimit(long permits, Duration period) {
    return new Peers(
        ours(RateLimit.requests("user", permits, period).per(Dimension.USER)),
        new BucketPerUser(permits, period));
  }

  /** Calls of a tenant, of a user, of a user to a tool, and tokens of a user. */
  static Peers fourLayers() {
    return fourLayers(PLENTY, LONG);
  }

  static Peers fourLayers(long permits, Duration period) {
    return new Peers(
        ours(
            RateLimit.requests("tenant", permits, period),
            RateLimit.requests("user", permits, period).per(Dimension.USER),
            RateLimit.requests("tool", permits, period).per(Dimension.USER, Dimension.TOOL),
            RateLimit.tokens("tokens", permits, period).per(Dimension.USER)),
        new CompensatedBuckets(permits, period));
  }

  private static Side ours(RateLimit... limits) {
    LocalRateLimiter limiter =
        LocalRateLimiter.builder()
            .limits(RateLimits.of(limits))
            .maxKeys(KEYS)
            .maxKeysPerTenant(KEYS)
            .build();
    return request -> limiter.tryAcquire(request).allowed();
  }
}
