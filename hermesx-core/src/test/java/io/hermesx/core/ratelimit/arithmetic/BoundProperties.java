// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** No window of any length admits more than the algorithm states. */
class BoundProperties {

  @Property(tries = 2_000)
  void anyWindow_admitsAtMostItsBound_whateverIsGivenBack(
      @ForAll("algorithms") RateAlgorithm algorithm,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 60) List<@From("acts") Act> acts) {
    Run run = new Run(algorithm, start);
    for (Act act : acts) {
      run.pause(act);
      run.take(act);
      if (act.choice() < 300) {
        run.giveBack(act.choice());
      }
    }
    run.requireBound();
  }

  /** Elapsed time is what the clock went forward, wherever it was set back to in between. */
  @Property(tries = 2_000)
  void clockThatGoesBack_createsNothing(
      @ForAll("algorithms") RateAlgorithm algorithm,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 60) List<@From("acts") Act> acts) {
    Run run = new Run(algorithm, start);
    for (Act act : acts) {
      run.pause(act);
      run.take(act);
      if (act.choice() < 300) {
        long before = run.remaining();
        run.setBack(act.micros(run.arithmetic.longest(), act.pause()));
        assertThat(run.remaining()).isLessThanOrEqualTo(before);
      }
      if (act.choice() > 800) {
        run.giveBack(act.choice());
      }
    }
    run.requireBound();
  }

  /** One key, its clock, and what ran. */
  private static final class Run {
    final Arithmetic arithmetic;
    private final RateAlgorithm algorithm;
    private final Tally tally = new Tally();
    private final List<Ran> ran = new ArrayList<>();
    private long clock;
    private long elapsed;
    private long serial;

    Run(RateAlgorithm algorithm, long start) {
      this.algorithm = algorithm;
      this.arithmetic = Arithmetic.of(algorithm);
      this.clock = start;
    }

    void pause(Act act) {
      long now = now();
      long pause =
          act.micros(
              arithmetic.longest(), arithmetic.untilFits(tally, act.costAboveZero(algorithm), now));
      clock += pause;
      elapsed += pause;
    }

    void setBack(long micros) {
      clock = Math.max(clock - micros, TimeUnit.DAYS.toMicros(365));
      long[] before = arithmetic.write(tally);
      arithmetic.advance(tally, clock);
      assertThat(arithmetic.write(tally)).isEqualTo(before);
    }

    void take(Act act) {
      long now = now();
      long cost = act.costAboveZero(algorithm);
      UUID permit = new UUID(2, serial++);
      if (arithmetic.fits(tally, cost, now)) {
        arithmetic.take(tally, cost, now, permit);
        ran.add(new Ran(new Taken(permit, cost, now), elapsed));
      }
    }

    void giveBack(int choice) {
      long now = now();
      if (!ran.isEmpty()) {
        Ran last = ran.remove(ran.size() - 1 - choice % Math.min(3, ran.size()));
        arithmetic.giveBack(tally, last.taken(), now);
        assertThat(arithmetic.remaining(tally, now)).isLessThanOrEqualTo(algorithm.capacity());
      }
    }

    long remaining() {
      return arithmetic.remaining(tally, now());
    }

    void requireBound() {
      if (!(algorithm instanceof Concurrency)) {
        Bounds.require(algorithm, ran.stream().map(one -> one.spent()).toList());
      }
    }

    private long now() {
      long now = Math.max(clock, arithmetic.notBefore(tally));
      arithmetic.advance(tally, now);
      return now;
    }
  }

  private record Ran(Taken taken, long elapsed) {
    Bounds.Spent spent() {
      return new Bounds.Spent(elapsed, taken.cost());
    }
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
