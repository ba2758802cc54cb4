// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.internal.Names;
import java.time.Duration;
import java.util.Set;

/**
 * One layer of rate limiting, as data: at most {@code burst} at once and {@code permits} per period
 * in the long run, counted separately for each tenant and for each combination of the {@code per}
 * dimensions.
 *
 * @param name a name for errors and metrics
 * @param unit what is counted
 * @param permits how many per period; 1 to 1,000,000,000
 * @param period the period; 1 ms to 366 days
 * @param burst how many at once; 1 to 1,000,000,000
 * @param per the dimensions that are counted separately, beside the tenant; a call that lacks one
 *     of them is not limited by this layer
 * @param only the calls this layer applies to; {@link Dimensions#none()} for all
 */
public record RateLimit(
    String name,
    RateUnit unit,
    long permits,
    Duration period,
    long burst,
    Set<Dimension> per,
    Dimensions only) {

  private static final long MAX = 1_000_000_000L;
  private static final Duration MAX_PERIOD = Duration.ofDays(366);

  /** Checks the ranges. */
  public RateLimit {
    Names.requireToken("rate limit name", name);
    requireRange(name, "permits", permits);
    requireRange(name, "burst", burst);
    if (period.compareTo(Duration.ofMillis(1)) < 0 || period.compareTo(MAX_PERIOD) > 0) {
      throw new IllegalArgumentException(
          "rate limit " + name + ": period is " + period + ", allowed: 1 ms to 366 days");
    }
    per = Set.copyOf(per);
  }

  /** A limit on calls whose burst is what a period allows, counted per tenant. */
  public static RateLimit requests(String name, long permits, Duration period) {
    return new RateLimit(
        name, RateUnit.REQUESTS, permits, period, permits, Set.of(), Dimensions.none());
  }

  /** Returns this limit with a burst of its own. */
  public RateLimit withBurst(long value) {
    return new RateLimit(name, unit, permits, period, value, per, only);
  }

  /** Returns this limit counted separately for each combination of these dimensions. */
  public RateLimit per(Dimension... dimensions) {
    return new RateLimit(name, unit, permits, period, burst, Set.of(dimensions), only);
  }

  /** Returns this limit applied only to calls with this value, such as one tool. */
  public RateLimit only(Dimension dimension, String value) {
    return new RateLimit(name, unit, permits, period, burst, per, only.with(dimension, value));
  }

  private static void requireRange(String name, String what, long value) {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException(
          "rate limit " + name + ": " + what + " is " + value + ", allowed: 1 to " + MAX);
    }
  }
}
