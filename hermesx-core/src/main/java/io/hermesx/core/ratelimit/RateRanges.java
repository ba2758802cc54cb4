// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.math.BigInteger;
import java.time.Duration;

/** The ranges of what limits are made of. */
final class RateRanges {

  static final long MOST_PERMITS = 1_000_000_000L;
  static final long MOST_COUNTED = 1_000_000_000_000L;
  static final long MOST_LOGGED = 1_000;
  static final long MOST_SLOTS = 10_000;

  private static final Duration SHORTEST_PERIOD = Duration.ofMillis(1);
  private static final Duration LONGEST_PERIOD = Duration.ofDays(366);
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofHours(24);

  private RateRanges() {}

  static void requireCount(String what, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + " is " + value + ", allowed: 1 to " + most);
    }
  }

  static void requirePeriod(String what, Duration value) {
    require(what, value, SHORTEST_PERIOD, LONGEST_PERIOD, "1 ms to 366 days");
  }

  static void requireLease(Duration value) {
    require("lease", value, SHORTEST_LEASE, LONGEST_LEASE, "1 s to 24 h");
  }

  /** {@code floor(count × window / period)}. */
  static BigInteger times(long count, Duration window, Duration period) {
    return BigInteger.valueOf(count).multiply(nanos(window)).divide(nanos(period));
  }

  /** How many half-open windows of a period cover a window, whose ends are included. */
  static BigInteger covering(Duration window, Duration period) {
    return nanos(window).divide(nanos(period)).add(BigInteger.ONE);
  }

  /** How many of the windows that tile time a window touches at most, its ends included. */
  static BigInteger touched(Duration window, Duration period) {
    return nanos(window)
        .add(nanos(period))
        .subtract(BigInteger.ONE)
        .divide(nanos(period))
        .add(BigInteger.ONE);
  }

  private static BigInteger nanos(Duration duration) {
    return BigInteger.valueOf(duration.getSeconds())
        .multiply(BigInteger.valueOf(1_000_000_000L))
        .add(BigInteger.valueOf(duration.getNano()));
  }

  private static void require(
      String what, Duration value, Duration least, Duration most, String allowed) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0 || value.toNanos() % 1_000 != 0) {
      throw new IllegalArgumentException(
          what + " is " + value + ", allowed: " + allowed + ", whole microseconds");
    }
  }
}
