// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Two counters, of the current window and of the one before: {@code ceil(previous × (period -
 * elapsed) / period) + current ≤ permits}. The sum is an integer, so rounding up is exact.
 */
final class SlidingCounter extends Arithmetic {

  private final long permits;
  private final long period;

  SlidingCounter(SlidingWindow window) {
    this.permits = window.permits();
    this.period = TimeUnit.MICROSECONDS.convert(window.period());
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
    long start = now - Math.floorMod(now, period);
    if (start <= tally.at) {
      return;
    }
    tally.part = start - tally.at == period ? tally.used : 0;
    tally.used = 0;
    tally.at = start;
  }

  @Override
  public boolean fits(Tally tally, long cost, long now) {
    return cost <= permits - inUse(tally, now);
  }

  @Override
  public void take(Tally tally, long cost, long now, UUID permit) {
    tally.used += cost;
  }

  /** Gives back to the counter of the window it was taken in, if that still counts. */
  @Override
  public boolean giveBack(Tally tally, Taken taken, long now) {
    long start = taken.at() - Math.floorMod(taken.at(), period);
    if (start == tally.at && tally.used > 0) {
      tally.used = Math.max(0, tally.used - taken.cost());
      return true;
    }
    if (start == tally.at - period && tally.part > 0) {
      tally.part = Math.max(0, tally.part - taken.cost());
      return true;
    }
    return false;
  }

  @Override
  public long remaining(Tally tally, long now) {
    return Math.max(0, permits - inUse(tally, now));
  }

  /**
   * In this window previous shrinks and current stays; in the next, current shrinks and nothing
   * else is there.
   */
  @Override
  public long untilFits(Tally tally, long cost, long now) {
    if (cost > permits) {
      return NEVER;
    }
    if (fits(tally, cost, now)) {
      return 0;
    }
    long room = permits - cost;
    long elapsed =
        tally.used <= room
            ? elapsedUntil(tally.part, room - tally.used)
            : period + elapsedUntil(tally.used, room);
    return tally.at + elapsed - now;
  }

  @Override
  public long untilEmpty(Tally tally, long now) {
    if (tally.used > 0) {
      return tally.at + 2 * period - now;
    }
    return tally.part > 0 ? tally.at + period - now : 0;
  }

  @Override
  public long longest() {
    return 2 * period;
  }

  /** Spent in the window it was charged to, it leaves the counters as if taken one by one. */
  @Override
  public long leaseEnd(long now, long asked) {
    return Math.min(asked, now - Math.floorMod(now, period) + period - 1);
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
    return 's';
  }

  @Override
  public long[] terms(long now) {
    return new long[] {permits, period};
  }

  @Override
  public long span() {
    return period;
  }

  /** All that counted counts in the first window of the new length that ends no earlier. */
  @Override
  void adopt(Tally tally, long span) {
    long last = tally.at + span - 1;
    tally.used += tally.part;
    tally.part = 0;
    tally.at = last - Math.floorMod(last, period);
  }

  private long inUse(Tally tally, long now) {
    long rest = tally.at + period - Math.max(now, tally.at);
    return tally.used + Share.roundedUp(tally.part, rest, period);
  }

  /** The least elapsed time with {@code ceil(count × (period - elapsed) / period) ≤ room}. */
  private long elapsedUntil(long count, long room) {
    if (count <= room) {
      return 0;
    }
    // count × (period - e) ≤ room × period, so e ≥ (count - room) × period / count, rounded up.
    return period - shareDown(room, count);
  }

  /** {@code floor(room × period / count)}, by division of the period in two parts. */
  private long shareDown(long room, long count) {
    long whole = period / count * room;
    long rest = period % count * room;
    return whole + rest / count;
  }
}
