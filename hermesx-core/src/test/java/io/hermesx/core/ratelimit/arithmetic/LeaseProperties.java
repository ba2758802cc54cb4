// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.ratelimit.RateAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * Whatever is leased, spent, returned, refunded or lost in a crash: what was spent is what the
 * definition of the limit would have let pass one by one.
 */
class LeaseProperties {

  private static final UUID NIL = new UUID(0, 0);

  @Property(tries = 3_000)
  void spends_areThoseThatTheDefinitionAdmits(
      @ForAll("leasable") RateAlgorithm algorithm,
      @ForAll("starts") long start,
      @ForAll @Size(min = 1, max = 60) List<@From("acts") Act> acts) {
    Run run = new Run(algorithm, start);
    for (Act act : acts) {
      run.pause(act);
      switch (act.choice() % 8) {
        case 0, 1 -> run.lease(act);
        case 2, 3, 4 -> run.spend(act);
        case 5 -> run.take(act);
        case 6 -> run.endOne(act);
        default -> run.crashOne(act);
      }
      run.requireRoomForAll();
    }
    Bounds.require(algorithm, run.spent);
    run.requireAllOfItAgain();
  }

  @Property(tries = 1_000)
  void leaseReturnedAtOnce_leavesWhatWasThere(
      @ForAll("leasable") RateAlgorithm algorithm,
      @ForAll("starts") long start,
      @ForAll("acts") Act before,
      @ForAll("acts") Act act) {
    Arithmetic arithmetic = Arithmetic.of(algorithm);
    Tally tally = new Tally();
    arithmetic.advance(tally, start);
    long cost = Math.min(before.costAboveZero(algorithm), algorithm.capacity());
    arithmetic.take(tally, cost, start, NIL);
    long[] was = arithmetic.write(tally);
    long until = arithmetic.leaseEnd(start, start + act.micros(arithmetic.longest(), 1));
    long got = arithmetic.lease(tally, new Block(1, act.costAboveZero(algorithm), until), start);
    if (got > 0) {
      arithmetic.endLease(tally, new Block(0, got, until), start);
    }

    assertThat(arithmetic.write(tally)).isEqualTo(was);
  }

  @Property(tries = 1_000)
  void lease_thatHasEndedOrLastsTooLong_isRefusedAndTakesNothing(
      @ForAll("leasable") RateAlgorithm algorithm, @ForAll("starts") long start) {
    Arithmetic arithmetic = Arithmetic.of(algorithm);
    Tally tally = new Tally();
    arithmetic.advance(tally, start);
    long[] was = arithmetic.write(tally);

    assertThat(arithmetic.lease(tally, new Block(1, 1, start - 1), start)).isZero();
    long far = start + 4 * Algorithms.LONGEST_PAUSE;
    long last = arithmetic.leaseEnd(start, far);
    assertThat(last).isBetween(start, far);
    if (last < far) {
      assertThat(arithmetic.lease(tally, new Block(1, 1, last + 1), start)).isZero();
    }
    assertThat(arithmetic.write(tally)).isEqualTo(was);
  }

  /** One key, whose state is shared, and those who lease from it. */
  private static final class Run {
    final List<Bounds.Spent> spent = new ArrayList<>();
    private final List<Lease> open = new ArrayList<>();
    private final RateAlgorithm algorithm;
    private final Arithmetic arithmetic;
    private final Oracle oracle;
    private final Tally tally = new Tally();
    private long now;
    private long latest;

    Run(RateAlgorithm algorithm, long start) {
      this.algorithm = algorithm;
      this.arithmetic = Arithmetic.of(algorithm);
      this.oracle = Oracle.of(algorithm);
      this.now = start;
      this.latest = start;
    }

    void pause(Act act) {
      arithmetic.advance(tally, now);
      long fits = arithmetic.untilFits(tally, act.costAboveZero(algorithm), now);
      now += act.micros(arithmetic.longest(), fits) / (act.choice() % 3 == 0 ? 1 : 16);
      arithmetic.advance(tally, now);
    }

    void lease(Act act) {
      long asked = act.micros(Math.min(arithmetic.longest(), Algorithms.LONGEST_PAUSE), 1) / 3;
      long until = arithmetic.leaseEnd(now, now + asked);
      long amount = act.costAboveZero(algorithm);
      long got = arithmetic.lease(tally, new Block(Math.max(1, amount / 3), amount, until), now);
      assertThat(got == 0 || got >= Math.max(1, amount / 3)).isTrue();
      assertThat(got).isLessThanOrEqualTo(amount);
      if (got > 0) {
        open.add(new Lease(got, until));
        latest = Math.max(latest, until);
      }
    }

    void spend(Act act) {
      List<Lease> usable = open.stream().filter(one -> one.left > 0 && one.until >= now).toList();
      if (!usable.isEmpty()) {
        Lease lease = usable.get(act.choice() % usable.size());
        long cost = act.pause() % 2 == 0 ? lease.left : Math.max(1, lease.left / 3);
        lease.left -= cost;
        ran(cost);
      }
    }

    void take(Act act) {
      long cost = act.costAboveZero(algorithm);
      if (arithmetic.fits(tally, cost, now)) {
        arithmetic.take(tally, cost, now, NIL);
        ran(cost);
      }
    }

    void endOne(Act act) {
      if (!open.isEmpty()) {
        end(open.remove(act.pause() % open.size()));
      }
    }

    void crashOne(Act act) {
      if (!open.isEmpty()) {
        open.remove(act.pause() % open.size());
      }
    }

    /** All that is leased, and what remains on top of it, might be spent this very moment. */
    void requireRoomForAll() {
      long leased = open.stream().filter(one -> one.until >= now).mapToLong(one -> one.left).sum();
      assertThat(leased + arithmetic.remaining(tally, now))
          .isLessThanOrEqualTo(oracle.remaining(now));
    }

    void requireAllOfItAgain() {
      open.forEach(this::end);
      now = Math.max(now, latest) + Math.min(arithmetic.longest(), Long.MAX_VALUE / 4);
      arithmetic.advance(tally, now);
      if (arithmetic.longest() < Long.MAX_VALUE / 4) {
        assertThat(arithmetic.remaining(tally, now)).isEqualTo(algorithm.capacity());
      }
    }

    private void ran(long cost) {
      assertThat(oracle.fits(cost, now)).isTrue();
      oracle.take(NIL, cost, now);
      spent.add(new Bounds.Spent(now, cost));
    }

    private void end(Lease lease) {
      arithmetic.endLease(tally, new Block(0, lease.left, lease.until), now);
    }
  }

  /** What one JVM holds. */
  private static final class Lease {
    private final long until;
    private long left;

    Lease(long left, long until) {
      this.left = left;
      this.until = until;
    }
  }

  @Provide
  Arbitrary<RateAlgorithm> leasable() {
    return Algorithms.leasable();
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
