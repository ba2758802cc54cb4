// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateAlgorithm;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongPredicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The arithmetic answers as its definition does, whatever was taken and given back before. */
class ArithmeticProperties {

  private static final long FAR = 1_000_000_000_000_000_000L;

  @Property(tries = 3_000)
  void answers_areThoseOfTheDefinition(
      @ForAll("algorithms") RateAlgorithm algorithm,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 40) List<@From("acts") Act> acts) {
    Arithmetic arithmetic = Arithmetic.of(algorithm);
    Oracle oracle = Oracle.of(algorithm);
    Tally tally = new Tally();
    List<Oracle.Event> taken = new ArrayList<>();
    long now = start;
    long serial = 0;
    for (Act act : acts) {
      long cost = act.costAboveZero(algorithm);
      arithmetic.advance(tally, now);
      now += act.micros(arithmetic.longest(), arithmetic.untilFits(tally, cost, now));
      assertThat(arithmetic.notBefore(tally)).isLessThanOrEqualTo(now);
      arithmetic.advance(tally, now);

      requireSameAnswers(arithmetic, tally, oracle, cost, now);
      UUID permit = new UUID(serial / 2, serial % 2);
      serial++;
      if (arithmetic.fits(tally, cost, now)) {
        arithmetic.take(tally, cost, now, permit);
        taken.add(oracle.take(permit, cost, now));
      }
      if (!taken.isEmpty() && act.choice() < 400) {
        giveBack(arithmetic, tally, oracle, taken, act, now);
      }
      requireSameAnswers(arithmetic, tally, oracle, act.costAboveZero(algorithm), now);
      if (act.choice() % 2 == 0) {
        tally = rewritten(arithmetic, tally);
      }
    }
  }

  private static void giveBack(
      Arithmetic arithmetic,
      Tally tally,
      Oracle oracle,
      List<Oracle.Event> taken,
      Act act,
      long now) {
    Oracle.Event event = taken.get(act.choice() % taken.size());
    if (oracle instanceof WindowOracles.Held && act.choice() < 200) {
      assertThat(arithmetic.renew(tally, event.permit, now)).isEqualTo(oracle.renew(event, now));
      return;
    }
    taken.remove(event);
    boolean given =
        (act.choice() % 3 == 0 && arithmetic.kind() == 'k')
            ? arithmetic.release(tally, event.permit)
            : arithmetic.giveBack(tally, event.taken(), now);
    assertThat(given).isEqualTo(oracle.giveBack(event, now));
  }

  private static void requireSameAnswers(
      Arithmetic arithmetic, Tally tally, Oracle oracle, long cost, long now) {
    long[] before = arithmetic.write(tally);

    assertThat(arithmetic.fits(tally, cost, now)).isEqualTo(oracle.fits(cost, now));
    assertThat(arithmetic.remaining(tally, now)).isEqualTo(oracle.remaining(now));
    assertThat(tally.isEmpty()).isEqualTo(oracle.inUse(now).signum() == 0);
    requireTight(arithmetic.untilFits(tally, cost, now), time -> oracle.fits(cost, time), now);
    requireTight(
        arithmetic.untilEmpty(tally, now),
        time -> oracle.inUse(time).compareTo(BigInteger.ZERO) == 0,
        now);
    assertThat(arithmetic.untilEmpty(tally, now)).isLessThanOrEqualTo(arithmetic.longest());
    assertThat(arithmetic.write(tally)).isEqualTo(before);
  }

  /** True after the wait, and not a microsecond before. */
  private static void requireTight(long wait, LongPredicate holds, long now) {
    if (wait < FAR) {
      assertThat(holds.test(now + wait)).isTrue();
    }
    if (wait > 0) {
      assertThat(holds.test(now + Math.min(wait, FAR) - 1)).isFalse();
    }
  }

  private static Tally rewritten(Arithmetic arithmetic, Tally tally) {
    Tally again = new Tally();
    arithmetic.read(again, arithmetic.write(tally));
    assertThat(arithmetic.write(again)).isEqualTo(arithmetic.write(tally));
    return again;
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
