// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm;
import io.hermesx.core.ratelimit.RateAlgorithm.CalendarWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.SlidingWindow;
import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.util.Arrays;
import java.util.UUID;

/**
 * The arithmetic of one limit. Immutable and thread-safe; the tallies it moves are not.
 *
 * <p>The order of a decision: the latest of {@link #notBefore} and the clock is the time for all
 * layers, each tally is {@linkplain #advance advanced} to it, then asked, then taken from. All
 * times are microseconds since 1970.
 */
public abstract sealed class Arithmetic
    permits Gcra, SlidingCounter, SlidingLog, CalendarCounter, Slots {

  /** The wait for what never fits. */
  public static final long NEVER = Long.MAX_VALUE;

  Arithmetic() {}

  /** Returns the arithmetic of an algorithm. */
  public static Arithmetic of(RateAlgorithm algorithm) {
    if (algorithm instanceof TokenBucket bucket) {
      return new Gcra(bucket);
    }
    if (algorithm instanceof SlidingWindow window) {
      return new SlidingCounter(window);
    }
    if (algorithm instanceof ExactWindow window) {
      return new SlidingLog(window);
    }
    if (algorithm instanceof CalendarWindow window) {
      return new CalendarCounter(window);
    }
    return new Slots((Concurrency) algorithm);
  }

  /**
   * Returns the earliest time the tally may be asked about, so that a clock never goes back. It is
   * a time that has been, because all layers of a request are taken to the latest of them.
   */
  public long notBefore(Tally tally) {
    return tally.at;
  }

  /** Moves a tally to a time; an earlier one than its own changes nothing. */
  public abstract void advance(Tally tally, long now);

  /** Tells whether a cost fits. The tally has been advanced to now, as for all that follow. */
  public abstract boolean fits(Tally tally, long cost, long now);

  /** Takes a cost that fits. */
  public abstract void take(Tally tally, long cost, long now, UUID permit);

  /**
   * Gives back what was taken, as far as it still counts.
   *
   * @return whether anything was given back
   */
  public abstract boolean giveBack(Tally tally, Taken taken, long now);

  /** Returns how much could be taken at once. */
  public abstract long remaining(Tally tally, long now);

  /** Returns the least wait after which a cost fits, or {@link #NEVER}. */
  public abstract long untilFits(Tally tally, long cost, long now);

  /** Returns the least wait after which nothing that is on record counts any more. */
  public abstract long untilEmpty(Tally tally, long now);

  /** Returns the longest time for which anything taken counts. */
  public abstract long longest();

  /**
   * Returns the latest time until which what is leased now may be spent, which is never later than
   * asked.
   */
  public long leaseEnd(long now, long asked) {
    return now;
  }

  /** Returns how much beside its amount a block takes that may be spent for so long, rounded up. */
  public long leaseCost(long micros) {
    return 0;
  }

  /**
   * Takes as much as there is, between two amounts, to be spent until a time: as if all of it were
   * spent only then.
   *
   * @return how much was taken; 0 if not even the lesser amount fits, or if the time has passed or
   *     is later than {@link #leaseEnd}
   */
  public long lease(Tally tally, Block block, long now) {
    return 0;
  }

  /** Tells whether a block may be spent until as late as it says. */
  final boolean isLeasable(Block block, long now) {
    return block.until() >= now && leaseEnd(now, block.until()) == block.until();
  }

  /** Takes back what of a lease was not spent. */
  public void endLease(Tally tally, Block block, long now) {}

  /** Frees the slots that a permit holds. */
  public boolean release(Tally tally, UUID permit) {
    return false;
  }

  /** Holds the slots of a permit for another lease from now; false if it does not hold any. */
  public boolean renew(Tally tally, UUID permit, long now) {
    return false;
  }

  /** Returns the tally as numbers, to be kept elsewhere: the span, at, used, part, entries. */
  public final long[] write(Tally tally) {
    long[] numbers = new long[4 + tally.entries.length];
    numbers[0] = span();
    numbers[1] = tally.at;
    numbers[2] = tally.used;
    numbers[3] = tally.part;
    System.arraycopy(tally.entries, 0, numbers, 4, tally.entries.length);
    return numbers;
  }

  /**
   * Reads what {@link #write} gave, perhaps of the same limit with other numbers: what was taken
   * then still counts, rounded up.
   */
  public final void read(Tally tally, long[] numbers) {
    tally.at = numbers[1];
    tally.used = numbers[2];
    tally.part = numbers[3];
    tally.entries =
        numbers.length == 4 ? Tally.NONE : Arrays.copyOfRange(numbers, 4, numbers.length);
    if (numbers[0] != span()) {
      adopt(tally, numbers[0]);
    }
  }

  /** Makes the tally of a limit that had this name before one of this limit. */
  public final void adopt(Tally tally, Arithmetic before) {
    if (before.span() != span()) {
      adopt(tally, before.span());
    }
  }

  /** Tells whether a tally has entries, beside which its other numbers say little. */
  boolean countsEntries() {
    return false;
  }

  /** Returns one letter that tells the algorithm: b, s, e, c or k. */
  public abstract char kind();

  /**
   * Returns the numbers of the limit for a program that computes the same elsewhere: for b permits,
   * period and burst in lowest terms; for s and e permits and period; for c permits, the start of
   * the window of a time, its end and the end of the next; for k slots and lease.
   */
  public abstract long[] terms(long now);

  /** What the numbers of a tally are relative to: with another span they mean something else. */
  public abstract long span();

  /** Converts a tally that was kept with another span. */
  abstract void adopt(Tally tally, long span);
}
