// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import io.hermesx.core.time.CalendarPeriod;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Limits of every kind over their whole ranges, and what is done with them. */
public final class Algorithms {

  static final long LONGEST_PAUSE = TimeUnit.DAYS.toMicros(400);

  private static final long MOST = 1_000_000_000;
  private static final long YEAR = TimeUnit.DAYS.toMicros(366);

  /** Odd numbers that share no factor with each other or with a period that people would choose. */
  private static final long[] ODD = {999_999_937, 999_983, 1_009, 7, 3};

  private Algorithms() {}

  /** Of every kind. */
  public static Arbitrary<RateAlgorithm> any() {
    return Arbitraries.oneOf(buckets(), sliding(), exact(), calendar(), slots());
  }

  static Arbitrary<RateAlgorithm> leasable() {
    return Arbitraries.oneOf(buckets(), sliding(), calendar());
  }

  /** Two of one kind: a limit, and what it is changed to. */
  static Arbitrary<Pair> pairs() {
    return Arbitraries.oneOf(
        two(buckets()), two(sliding()), two(exact()), two(calendar()), two(slots()));
  }

  static Arbitrary<RateAlgorithm> buckets() {
    return Combinators.combine(counts(MOST), periods(), counts(MOST)).as(TokenBucket::new);
  }

  static Arbitrary<RateAlgorithm> sliding() {
    return Combinators.combine(counts(MOST), periods()).as(SlidingWindow::new);
  }

  static Arbitrary<RateAlgorithm> exact() {
    return Combinators.combine(counts(1_000), periods()).as(ExactWindow::new);
  }

  static Arbitrary<RateAlgorithm> calendar() {
    return Combinators.combine(counts(1_000 * MOST), Arbitraries.of(CalendarPeriod.class), zones())
        .as(CalendarWindow::new);
  }

  static Arbitrary<RateAlgorithm> slots() {
    return Combinators.combine(
            counts(10_000), Arbitraries.longs().between(1_000_000, TimeUnit.HOURS.toMicros(24)))
        .as((slots, lease) -> new Concurrency(slots, micros(lease)));
  }

  static Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "UTC",
            "Europe/Berlin",
            "America/St_Johns",
            "America/Havana",
            "Asia/Kolkata",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Casablanca")
        .map(ZoneId::of);
  }

  /** From when the clock begins, µs. */
  static Arbitrary<Long> starts() {
    return Arbitraries.longs()
        .between(TimeUnit.DAYS.toMicros(365), TimeUnit.DAYS.toMicros(365 * 60));
  }

  static Arbitrary<Act> acts() {
    return Combinators.combine(
            Arbitraries.of(Act.Kind.class),
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(1, 300)),
                Tuple.of(1, Arbitraries.integers().between(1, 1_100))),
            Arbitraries.integers().between(0, 999))
        .as(Act::new);
  }

  /** So many microseconds. */
  public static Duration micros(long micros) {
    return Duration.of(micros, TimeUnit.MICROSECONDS.toChronoUnit());
  }

  private static Arbitrary<Long> counts(long most) {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(1, Math.min(20, most)),
        Arbitraries.longs().between(1, most),
        Arbitraries.of(ODD[0], ODD[1], ODD[2], ODD[3], ODD[4]).map(odd -> Math.min(odd, most)));
  }

  private static Arbitrary<Duration> periods() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(1_000, 1_100),
            Arbitraries.longs().between(1_000, YEAR),
            Arbitraries.of(60_000_000L, 3_600_000_000L, 999_999_000_001L, YEAR, YEAR - 1))
        .map(Algorithms::micros);
  }

  private static Arbitrary<Pair> two(Arbitrary<RateAlgorithm> one) {
    return Combinators.combine(one, one).as(Pair::new);
  }

  /** A limit before and after a change. */
  record Pair(RateAlgorithm before, RateAlgorithm after) {}
}
