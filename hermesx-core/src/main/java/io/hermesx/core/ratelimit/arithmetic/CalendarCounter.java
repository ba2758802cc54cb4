// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.time.CalendarPeriod;
import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A counter that starts afresh with each period of a calendar. */
final class CalendarCounter extends Arithmetic {

  /** Their places are kept with tallies: add at the end. */
  private static final List<CalendarPeriod> PERIODS =
      List.of(CalendarPeriod.HOUR, CalendarPeriod.DAY, CalendarPeriod.WEEK, CalendarPeriod.MONTH);

  private static final int PERIOD_BITS = 3;

  private final CalendarWindow window;
  private final long zone;

  /** The bounds found last, because most decisions fall into one window. */
  private volatile Bounds last = new Bounds(0, 0);

  CalendarCounter(CalendarWindow window) {
    this.window = window;
    this.zone = Integer.toUnsignedLong(window.zone().getId().hashCode());
  }

  /**
   * A window that has begun does not begin again, so there is nothing to wait for. And the window
   * may lie ahead: other layers must not be taken there.
   */
  @Override
  public long notBefore(Tally tally) {
    return 0;
  }

  @Override
  public void advance(Tally tally, long now) {
    long start = bounds(now).start();
    if (start > tally.at) {
      tally.used = 0;
      tally.at = start;
    }
  }

  @Override
  public boolean fits(Tally tally, long cost, long now) {
    return cost <= window.permits() - tally.used;
  }

  @Override
  public void take(Tally tally, long cost, long now, UUID permit) {
    tally.used += cost;
  }

  @Override
  public boolean giveBack(Tally tally, Taken taken, long now) {
    if (tally.used == 0 || bounds(taken.at()).start() != tally.at) {
      return false;
    }
    tally.used = Math.max(0, tally.used - taken.cost());
    return true;
  }

  @Override
  public long remaining(Tally tally, long now) {
    return Math.max(0, window.permits() - tally.used);
  }

  @Override
  public long untilFits(Tally tally, long cost, long now) {
    if (cost > window.permits()) {
      return NEVER;
    }
    return fits(tally, cost, now) ? 0 : end(tally, now) - now;
  }

  @Override
  public long untilEmpty(Tally tally, long now) {
    return tally.used == 0 ? 0 : end(tally, now) - now;
  }

  @Override
  public long longest() {
    return TimeUnit.MICROSECONDS.convert(window.period().longest());
  }

  @Override
  public long leaseEnd(long now, long asked) {
    return Math.min(asked, bounds(now).end() - 1);
  }

  @Override
  public long lease(Tally tally, Block block, long now) {
    long amount = Math.min(block.amount(), remaining(tally, now));
    if (amount < block.least() || !isLeasable(block, now)) {
      return 0;
    }
    tally.used += amount;
    return amount;
  }

  @Override
  public void endLease(Tally tally, Block block, long now) {
    giveBack(tally, new Taken(new UUID(0, 0), block.amount(), block.until()), now);
  }

  @Override
  public char kind() {
    return 'c';
  }

  @Override
  public long[] terms(long now) {
    Bounds current = bounds(now);
    return new long[] {
      window.permits(), current.start(), current.end(), compute(current.end()).end()
    };
  }

  /** The place of the period in the lowest bits, and what tells the zone above them. */
  @Override
  public long span() {
    return zone << PERIOD_BITS | (PERIODS.indexOf(window.period()) + 1);
  }

  /** What was taken counts in the window that the last microsecond of its own falls in. */
  @Override
  void adopt(Tally tally, long span) {
    CalendarPeriod before = PERIODS.get((int) (span & 7) - 1);
    tally.at = bounds(lastOf(before, span >>> PERIOD_BITS, tally.at)).start();
  }

  /** The last microsecond of a period that began then; of another zone, none that is earlier. */
  private long lastOf(CalendarPeriod before, long zoneBefore, long began) {
    return zoneBefore == zone
        ? Instants.toMicros(before.endOf(Instants.ofMicros(began), window.zone())) - 1
        : began + TimeUnit.MICROSECONDS.convert(before.longest()) - 1;
  }

  private long end(Tally tally, long now) {
    return bounds(Math.max(now, tally.at)).end();
  }

  private Bounds bounds(long now) {
    Bounds known = last;
    if (known.start() <= now && now < known.end()) {
      return known;
    }
    Bounds found = compute(now);
    last = found;
    return found;
  }

  private Bounds compute(long now) {
    Instant instant = Instants.ofMicros(now);
    return new Bounds(
        Instants.toMicros(window.period().startOf(instant, window.zone())),
        Instants.toMicros(window.period().endOf(instant, window.zone())));
  }

  private record Bounds(long start, long end) {}
}
