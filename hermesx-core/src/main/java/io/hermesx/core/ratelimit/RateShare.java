// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.time.Duration;

/** One JVM's equal part of a limit. */
public final class RateShare {

  private static final Duration LONGEST = Duration.ofDays(366);

  private static final int MOST_JVMS = 10_000;

  private RateShare() {}

  /**
   * Returns the limit of one of so many JVMs: the equal part rounded down, and 1 where that would
   * be none. So together they have at most the limit, unless it is less than one for each.
   *
   * @param jvms how many JVMs share the limit; 1 to 10,000
   */
  public static RateLimit of(RateLimit limit, int jvms) {
    requireJvms(jvms);
    return new RateLimit(
        limit.name(),
        limit.unit(),
        part(limit.algorithm(), jvms),
        limit.per(),
        limit.only(),
        limit.reach(),
        limit.enforcement(),
        0);
  }

  /** Returns the limits of one of so many JVMs, also of the tenants that have some of their own. */
  public static RateLimits of(RateLimits limits, int jvms) {
    return limits.map(limit -> of(limit, jvms));
  }

  static void requireJvms(int jvms) {
    if (jvms < 1 || jvms > MOST_JVMS) {
      throw new IllegalArgumentException(
          "jvms is " + jvms + ", allowed: 1 to " + MOST_JVMS + ", as many as share the limits");
    }
  }

  private static RateAlgorithm part(RateAlgorithm algorithm, int jvms) {
    if (algorithm instanceof TokenBucket bucket) {
      return bucket.permits() < jvms
          ? new TokenBucket(
              1, longer(bucket.period(), jvms, bucket.permits()), part(bucket.burst(), jvms))
          : new TokenBucket(
              part(bucket.permits(), jvms), bucket.period(), part(bucket.burst(), jvms));
    }
    if (algorithm instanceof SlidingWindow window) {
      return new SlidingWindow(part(window.permits(), jvms), window.period());
    }
    if (algorithm instanceof ExactWindow window) {
      return new ExactWindow(part(window.permits(), jvms), window.period());
    }
    if (algorithm instanceof CalendarWindow window) {
      return new CalendarWindow(part(window.permits(), jvms), window.period(), window.zone());
    }
    Concurrency concurrency = (Concurrency) algorithm;
    return new Concurrency(part(concurrency.slots(), jvms), concurrency.lease());
  }

  private static long part(long whole, int jvms) {
    return Math.max(1, whole / jvms);
  }

  private static Duration longer(Duration period, int jvms, long permits) {
    Duration stretched = period.multipliedBy((jvms + permits - 1) / permits);
    return stretched.compareTo(LONGEST) > 0 ? LONGEST : stretched;
  }
}
