// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.internal.Names;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One layer of rate limiting, as data: what is counted and how, for whom separately, and which
 * calls it applies to.
 *
 * <p>What is on record belongs to the name: change a limit's numbers under its name, and what was
 * taken before still counts, so that a token bucket that holds more than its new burst admits
 * nothing until it has leaked at the new rate. With another name, unit, kind of algorithm, {@code
 * per} or reach it starts afresh.
 *
 * @param name a name for errors, headers and metrics; 1 to 128 visible ASCII characters
 * @param unit what is counted
 * @param algorithm how it is counted
 * @param per the dimensions that are counted separately; a call that lacks one of them is not
 *     limited by this layer
 * @param only the calls this layer applies to, {@link Dimensions#none()} for all; a value may end
 *     in {@code *}, which stands for any rest, also none
 * @param reach whether each tenant has a count of its own
 * @param enforcement whether it refuses, or only tells that it would
 * @param leased how much a JVM takes at once from shared state and then spends without asking; 0
 *     for none, at most the capacity. Only for token buckets, sliding and calendar windows
 */
public record RateLimit(
    String name,
    RateUnit unit,
    RateAlgorithm algorithm,
    Set<Dimension> per,
    Dimensions only,
    RateReach reach,
    RateEnforcement enforcement,
    long leased) {

  /** Checks the ranges. */
  public RateLimit {
    Names.requireToken("rate limit name", name);
    per = Set.copyOf(per);
    only.values().forEach((dimension, pattern) -> requirePattern(name, dimension, pattern));
    requireLease(name, algorithm, leased);
  }

  /** A token bucket on calls whose burst is what a period allows, counted per tenant. */
  public static RateLimit requests(String name, long permits, Duration period) {
    return of(
        name, RateUnit.REQUESTS, named(name, () -> new TokenBucket(permits, period, permits)));
  }

  /** A token bucket on model tokens whose burst is what a period allows, counted per tenant. */
  public static RateLimit tokens(String name, long permits, Duration period) {
    return of(name, RateUnit.TOKENS, named(name, () -> new TokenBucket(permits, period, permits)));
  }

  /** A limit on calls for each period of a calendar, counted per tenant. */
  public static RateLimit calendar(String name, long permits, CalendarPeriod period, ZoneId zone) {
    return of(
        name, RateUnit.REQUESTS, named(name, () -> new CalendarWindow(permits, period, zone)));
  }

  /** A limit on calls that run at the same time, counted per tenant. */
  public static RateLimit concurrent(String name, long slots, Duration lease) {
    return of(name, RateUnit.REQUESTS, named(name, () -> new Concurrency(slots, lease)));
  }

  /** A limit of any kind that applies to all calls, counted per tenant. */
  public static RateLimit of(String name, RateUnit unit, RateAlgorithm algorithm) {
    return new RateLimit(
        name,
        unit,
        algorithm,
        Set.of(),
        Dimensions.none(),
        RateReach.TENANT,
        RateEnforcement.ENFORCED,
        0);
  }

  /** Returns this limit on another unit. */
  public RateLimit counting(RateUnit value) {
    return new RateLimit(name, value, algorithm, per, only, reach, enforcement, leased);
  }

  /** Returns this limit with another algorithm, such as another number of permits. */
  public RateLimit with(RateAlgorithm value) {
    return new RateLimit(name, unit, value, per, only, reach, enforcement, leased);
  }

  /**
   * Returns this token bucket with a burst of its own.
   *
   * @throws IllegalArgumentException if it is no token bucket
   */
  public RateLimit withBurst(long value) {
    if (algorithm instanceof TokenBucket bucket) {
      return with(named(name, () -> new TokenBucket(bucket.permits(), bucket.period(), value)));
    }
    throw new IllegalArgumentException(
        "rate limit " + name + ": only a token bucket has a burst, this is " + algorithm);
  }

  /** Returns this limit counted separately for each combination of these dimensions. */
  public RateLimit per(Dimension... dimensions) {
    return new RateLimit(
        name, unit, algorithm, Set.of(dimensions), only, reach, enforcement, leased);
  }

  /** Returns this limit applied only to calls with this value, such as one tool, or a pattern. */
  public RateLimit only(Dimension dimension, String pattern) {
    return new RateLimit(
        name, unit, algorithm, per, only.with(dimension, pattern), reach, enforcement, leased);
  }

  /** Returns this limit with one count for all tenants together. */
  public RateLimit acrossTenants() {
    return new RateLimit(
        name, unit, algorithm, per, only, RateReach.ALL_TENANTS, enforcement, leased);
  }

  /** Returns this limit only watched: it tells what it would refuse, and refuses nothing. */
  public RateLimit shadow() {
    return new RateLimit(name, unit, algorithm, per, only, reach, RateEnforcement.SHADOW, leased);
  }

  /** Returns this limit taken from shared state in blocks of this size. */
  public RateLimit leased(long block) {
    return new RateLimit(name, unit, algorithm, per, only, reach, enforcement, block);
  }

  /** Tells whether a call that does not fit is refused. */
  public boolean enforced() {
    return enforcement == RateEnforcement.ENFORCED;
  }

  private static void requirePattern(String name, Dimension dimension, String pattern) {
    int star = pattern.indexOf('*');
    if (star >= 0 && star != pattern.length() - 1) {
      throw new IllegalArgumentException(
          "rate limit "
              + name
              + ": only "
              + dimension
              + " has a * at index "
              + star
              + ", allowed: one at the end");
    }
  }

  private static void requireLease(String name, RateAlgorithm algorithm, long leased) {
    if (leased < 0 || leased > algorithm.capacity()) {
      throw new IllegalArgumentException(
          "rate limit "
              + name
              + ": leased is "
              + leased
              + ", allowed: 0 to its capacity, "
              + algorithm.capacity());
    }
    boolean leasable = !(algorithm instanceof ExactWindow || algorithm instanceof Concurrency);
    if (leased > 0 && !leasable) {
      throw new IllegalArgumentException(
          "rate limit "
              + name
              + ": "
              + algorithm.getClass().getSimpleName()
              + " cannot be leased, allowed: token buckets, sliding and calendar windows");
    }
  }

  /** Makes an algorithm whose errors name the limit. */
  private static RateAlgorithm named(String name, Supplier<RateAlgorithm> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("rate limit " + name + ": " + e.getMessage(), e);
    }
  }

  /** For maps that are asked on each call: {@code per} and {@code only} hardly tell more. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
