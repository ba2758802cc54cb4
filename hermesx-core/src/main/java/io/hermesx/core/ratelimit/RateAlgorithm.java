// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import io.hermesx.core.time.CalendarPeriod;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How a limit counts. Each states what it admits at most; all arithmetic is in integers and whole
 * microseconds, so that each bound is exact.
 */
public sealed interface RateAlgorithm {

  /** Returns how much a key that nobody has used yet has room for: the largest cost that fits. */
  long capacity();

  /**
   * Returns how much any window of this length admits at most, its ends included and both cut off
   * to whole microseconds; for concurrency how many slots are held at the same time.
   */
  BigInteger atMost(Duration window);

  /**
   * A bucket that fills by what is taken and leaks at {@code permits / period}: the generic cell
   * rate algorithm (GCRA, ITU-T I.371) in its continuous-state form.
   *
   * <p>What a closed window of length t admits is at most {@code burst + floor(t × permits /
   * period)}.
   *
   * @param permits how many per period; 1 to 1,000,000,000
   * @param period the period; 1 ms to 366 days, whole microseconds
   * @param burst how many at once; 1 to 1,000,000,000
   */
  record TokenBucket(long permits, Duration period, long burst) implements RateAlgorithm {

    /** Checks the ranges. */
    public TokenBucket {
      RateRanges.requireCount("permits", permits, RateRanges.MOST_PERMITS);
      RateRanges.requireCount("burst", burst, RateRanges.MOST_PERMITS);
      RateRanges.requirePeriod("period", period);
    }

    @Override
    public BigInteger atMost(Duration window) {
      return RateRanges.times(permits, window, period).add(BigInteger.valueOf(burst));
    }

    @Override
    public long capacity() {
      return burst;
    }
  }

  /**
   * Two counters, of the current window and of the one before, which counts for less the longer the
   * current one lasts: {@code ⌈previous × (period - elapsed) / period⌉ + current ≤ permits}.
   * Windows start at whole multiples of the period since 1970.
   *
   * <p>What a window of one period admits is at most {@code permits + previous × elapsed / period},
   * where elapsed is how far its end lies in a window: less than twice the permits, and exactly the
   * permits where what came before came evenly.
   *
   * @param permits how many per period; 1 to 1,000,000,000
   * @param period the period; 1 ms to 366 days, whole microseconds
   */
  record SlidingWindow(long permits, Duration period) implements RateAlgorithm {

    /** Checks the ranges. */
    public SlidingWindow {
      RateRanges.requireCount("permits", permits, RateRanges.MOST_PERMITS);
      RateRanges.requirePeriod("period", period);
    }

    /** Twice the permits in a window of one period, and the permits for each further period. */
    @Override
    public BigInteger atMost(Duration window) {
      return RateRanges.touched(window, period).multiply(BigInteger.valueOf(permits));
    }

    @Override
    public long capacity() {
      return permits;
    }
  }

  /**
   * A log of what was taken and when.
   *
   * <p>No window of one period ever admits more than the permits, where one of its ends counts:
   * what was taken a whole period ago is out. It keeps 16 octets for each call in the window, so it
   * is for small limits.
   *
   * @param permits how many per period; 1 to 1,000
   * @param period the period; 1 ms to 366 days, whole microseconds
   */
  record ExactWindow(long permits, Duration period) implements RateAlgorithm {

    /** Checks the ranges. */
    public ExactWindow {
      RateRanges.requireCount("permits", permits, RateRanges.MOST_LOGGED);
      RateRanges.requirePeriod("period", period);
    }

    @Override
    public BigInteger atMost(Duration window) {
      return RateRanges.covering(window, period).multiply(BigInteger.valueOf(permits));
    }

    @Override
    public long capacity() {
      return permits;
    }
  }

  /**
   * A counter that starts afresh with each period of a calendar.
   *
   * <p>No period admits more than the permits; a window across its edge may admit twice as much.
   *
   * @param permits how many per period; 1 to 1,000,000,000,000
   * @param period the period
   * @param zone the zone of the calendar
   */
  record CalendarWindow(long permits, CalendarPeriod period, ZoneId zone) implements RateAlgorithm {

    /** Checks the range. */
    public CalendarWindow {
      RateRanges.requireCount("permits", permits, RateRanges.MOST_COUNTED);
    }

    /** By the shortest period there can be, such as a day when the clocks are set forward. */
    @Override
    public BigInteger atMost(Duration window) {
      return RateRanges.touched(window, period.shortest()).multiply(BigInteger.valueOf(permits));
    }

    @Override
    public long capacity() {
      return permits;
    }
  }

  /**
   * Slots that are held from the decision until they are released, or until their lease ends
   * because nobody renewed it.
   *
   * <p>Never are more slots held than there are. What runs longer than its lease without being
   * renewed runs beside the limit.
   *
   * @param slots how many at the same time; 1 to 10,000
   * @param lease how long a slot is held without being renewed; 1 s to 24 h, whole microseconds
   */
  record Concurrency(long slots, Duration lease) implements RateAlgorithm {

    /** Checks the ranges. */
    public Concurrency {
      RateRanges.requireCount("slots", slots, RateRanges.MOST_SLOTS);
      RateRanges.requireLease(lease);
    }

    @Override
    public BigInteger atMost(Duration window) {
      return BigInteger.valueOf(slots);
    }

    @Override
    public long capacity() {
      return slots;
    }
  }
}
