// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.ratelimit.RateLimit;
import io.hermesx.core.ratelimit.RateUnit;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** Limits of all kinds from the whole of their ranges, mostly with odd numbers. */
final class RandomLimits {

  private static final long LONGEST = Duration.ofDays(366).toNanos() / 1_000;
  private static final long LONGEST_LEASE = Duration.ofHours(24).toNanos() / 1_000;
  private static final CalendarPeriod[] PERIODS = CalendarPeriod.values();
  private static final String[] ZONES = {
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"
  };

  private final Random random;
  private final int kinds;

  /** Limits of all kinds, or of token buckets alone, which most calls meet. */
  RandomLimits(Random random) {
    this.random = random;
    this.kinds = random.nextInt(4) == 0 ? 1 : 5;
  }

  /** A layer of one of the kinds; the same number gives a limit of the same key. */
  Layer layer(int number) {
    RateUnit unit = number % 2 == 0 ? RateUnit.REQUESTS : RateUnit.TOKENS;
    RateLimit limit = RateLimit.of("limit-" + number, unit, algorithm(number % kinds));
    return new Layer(random.nextInt(5) == 0 ? limit.shadow() : limit);
  }

  /** A number up to another, whose length is as random as its digits. */
  long upTo(long most) {
    int bits = 64 - Long.numberOfLeadingZeros(most);
    long value = random.nextLong() >>> (64 - 1 - random.nextInt(bits));
    return Math.min(most, 1 + value);
  }

  private RateAlgorithm algorithm(int kind) {
    return switch (kind) {
      case 0 -> new TokenBucket(upTo(1_000_000_000), period(), upTo(1_000_000_000));
      case 1 -> new SlidingWindow(upTo(1_000_000_000), period());
      case 2 -> new ExactWindow(upTo(1_000), period());
      case 3 ->
          new CalendarWindow(
              upTo(1_000_000_000_000L),
              PERIODS[random.nextInt(PERIODS.length)],
              ZoneId.of(ZONES[random.nextInt(ZONES.length)]));
      default -> new Concurrency(upTo(10_000), micros(1_000_000 + upTo(LONGEST_LEASE - 1_000_000)));
    };
  }

  private Duration period() {
    return micros(Math.max(1_000, upTo(LONGEST)));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
