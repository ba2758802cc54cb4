// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** A limit that is changed forgets nothing, and more of a limit never admits less. */
class ChangeProperties {

  @Property(tries = 3_000)
  void adopt_forgetsNothing_andTakesNoTimeAhead(
      @ForAll("pairs") Algorithms.Pair pair,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 30) List<@From("acts") Act> acts) {
    Arithmetic before = Arithmetic.of(pair.before());
    Arithmetic after = Arithmetic.of(pair.after());
    Tally tally = new Tally();
    long now = use(before, pair.before(), tally, start, acts);
    long inUse = pair.before().capacity() - before.remaining(tally, now);
    long latest = plus(before.untilEmpty(tally, now), before.longest());
    Tally read = new Tally();
    after.read(read, before.write(tally));
    after.adopt(tally, before);

    assertThat(after.write(read)).isEqualTo(after.write(tally));
    assertThat(after.notBefore(tally)).isLessThanOrEqualTo(now);
    after.advance(tally, now);
    if (!(pair.before() instanceof ExactWindow)) {
      assertThat(after.remaining(tally, now))
          .isLessThanOrEqualTo(Math.max(0, pair.after().capacity() - inUse));
    }
    if (!(pair.after() instanceof TokenBucket)) {
      assertThat(after.untilEmpty(tally, now))
          .isLessThanOrEqualTo(plus(latest, twice(after.longest())));
    }
  }

  /** What is left of a window that is made longer is all that its log still holds. */
  @Property(tries = 500)
  void exactWindow_changed_countsWhatIsInItsLog(
      @ForAll("pairs") Algorithms.Pair pair,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 30) List<@From("acts") Act> acts) {
    if (!(pair.before() instanceof ExactWindow) || !(pair.after() instanceof ExactWindow longer)) {
      return;
    }
    Arithmetic before = Arithmetic.of(pair.before());
    Arithmetic after = Arithmetic.of(longer);
    Tally tally = new Tally();
    long now = use(before, pair.before(), tally, start, acts);
    long logged = tally.used;
    after.adopt(tally, before);
    after.advance(tally, now);
    if (longer.period().compareTo(((ExactWindow) pair.before()).period()) >= 0) {
      assertThat(after.remaining(tally, now)).isEqualTo(Math.max(0, longer.permits() - logged));
    }
  }

  @Property(tries = 2_000)
  void moreOfALimit_andLessOfACost_neverAdmitLess(
      @ForAll("algorithms") RateAlgorithm algorithm,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 40) List<@From("acts") Act> acts) {
    RateAlgorithm more = raised(algorithm, acts.get(0).choice());
    Arithmetic low = Arithmetic.of(algorithm);
    Arithmetic high = Arithmetic.of(more);
    Tally lowTally = new Tally();
    Tally highTally = new Tally();
    long now = start;
    for (Act act : acts) {
      long cost = act.costAboveZero(algorithm);
      low.advance(lowTally, now);
      now += act.micros(low.longest(), low.untilFits(lowTally, cost, now));
      low.advance(lowTally, now);
      high.advance(highTally, now);
      if (low.fits(lowTally, cost, now)) {
        assertThat(high.fits(highTally, cost, now)).isTrue();
        assertThat(low.fits(lowTally, Math.max(1, cost - 1), now)).isTrue();
        low.take(lowTally, cost, now, new UUID(0, 0));
        high.take(highTally, cost, now, new UUID(0, 0));
      } else {
        assertThat(low.fits(lowTally, cost + 1, now)).isFalse();
        assertThat(low.untilFits(lowTally, cost + 1, now))
            .isGreaterThanOrEqualTo(low.untilFits(lowTally, cost, now));
        assertThat(high.untilFits(highTally, cost, now))
            .isLessThanOrEqualTo(low.untilFits(lowTally, cost, now));
      }
      assertThat(high.remaining(highTally, now))
          .isGreaterThanOrEqualTo(low.remaining(lowTally, now));
    }
  }

  private static long use(
      Arithmetic arithmetic, RateAlgorithm algorithm, Tally tally, long start, List<Act> acts) {
    long now = start;
    for (Act act : acts) {
      long cost = act.costAboveZero(algorithm);
      arithmetic.advance(tally, now);
      now += act.micros(arithmetic.longest(), arithmetic.untilFits(tally, cost, now));
      arithmetic.advance(tally, now);
      if (arithmetic.fits(tally, cost, now)) {
        arithmetic.take(tally, cost, now, new UUID(3, act.choice()));
      }
    }
    return now;
  }

  private static RateAlgorithm raised(RateAlgorithm algorithm, int by) {
    if (algorithm instanceof TokenBucket bucket) {
      return new TokenBucket(
          Math.min(bucket.permits() + by, 1_000_000_000L),
          bucket.period(),
          Math.min(bucket.burst() + by / 2, 1_000_000_000L));
    }
    if (algorithm instanceof SlidingWindow window) {
      return new SlidingWindow(Math.min(window.permits() + by, 1_000_000_000L), window.period());
    }
    if (algorithm instanceof ExactWindow window) {
      return new ExactWindow(Math.min(window.permits() + by, 1_000), window.period());
    }
    if (algorithm instanceof CalendarWindow window) {
      return new CalendarWindow(
          Math.min(window.permits() + by, 1_000_000_000_000L), window.period(), window.zone());
    }
    Concurrency concurrency = (Concurrency) algorithm;
    return new Concurrency(Math.min(concurrency.slots() + by, 10_000), concurrency.lease());
  }

  private static long twice(long value) {
    return plus(value, value);
  }

  private static long plus(long one, long other) {
    return one > Long.MAX_VALUE / 2 || other > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : one + other;
  }

  @Provide
  Arbitrary<Algorithms.Pair> pairs() {
    return Algorithms.pairs();
  }

  @Provide
  Arbitrary<RateAlgorithm> algorithms() {
    return Algorithms.any();
  }

  @Provide
  Arbitrary<Long> starts() {
    return Algorithms.starts();
  }

  @Provide
  Arbitrary<Act> acts() {
    return Algorithms.acts();
  }
}
