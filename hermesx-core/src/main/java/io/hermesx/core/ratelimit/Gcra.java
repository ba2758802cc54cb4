// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.math.BigInteger;
import java.time.Duration;

/**
 * The arithmetic of one limit: the generic cell rate algorithm in the continuous-state form of
 * ITU-T I.371 annex A, a bucket that fills by what is taken and leaks at {@code permits / period}.
 * No clock, no I/O, no rounding.
 *
 * <p>Exactness. A level is a rational number, whole permits and a numerator over the period in
 * nanoseconds. Taking adds whole permits; a nanosecond leaks {@code permits} units of {@code 1 /
 * period}: both are integers, so nothing is ever rounded and no error adds up. Since a take leaves
 * the level at or below the burst, what a closed window of {@code t} nanoseconds admits is at most
 * the burst plus what leaks in it: {@code burst + floor(t × permits / period)}. Only answers are
 * rounded, and never in favour of the caller: what remains downwards, waits upwards.
 *
 * <p>Ranges. With a period below 2^55 ns (366 days) and permits and burst below 2^30 a level needs
 * 85 bits as one number. Kept as two it needs no more than 55 and 30, and only the leak of a long
 * time has a product beyond 63 bits; {@link #leakLongDivision} takes it seven bits at a time.
 */
final class Gcra {

  private static final int DIGIT_BITS = 7;
  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;
  private static final int HIGHEST_DIGIT = 28;

  private final long permits;
  private final long period;
  private final long burst;
  private final long nanosPerPermit;
  private final long nanosLeftOver;

  /** The rate of a limit in lowest terms, so that most products stay short. */
  Gcra(RateLimit limit) {
    long nanos = limit.period().toNanos();
    long divisor =
        BigInteger.valueOf(limit.permits()).gcd(BigInteger.valueOf(nanos)).longValueExact();
    this.permits = limit.permits() / divisor;
    this.period = nanos / divisor;
    this.burst = limit.burst();
    this.nanosPerPermit = period / permits;
    this.nanosLeftOver = period % permits;
  }

  /** Moves a level to a tick. A tick that is earlier than the level's own leaks nothing. */
  void leak(Level level, long now) {
    long elapsed = now - level.at;
    if (elapsed <= 0) {
      return;
    }
    level.at = now;
    if (level.isEmpty()) {
      return;
    }
    long units = elapsed * permits;
    if (units >= 0 && Math.multiplyHigh(elapsed, permits) == 0) {
      long whole = units / period;
      subtract(level, whole, units - whole * period);
    } else {
      leakLongDivision(level, elapsed);
    }
  }

  /** Tells whether a cost can be taken. The level has leaked up to now. */
  boolean fits(Level level, long cost) {
    if (cost > burst) {
      return false;
    }
    long used = level.used + cost;
    return used < burst || (used == burst && level.part == 0);
  }

  /** Takes a cost that fits. */
  void take(Level level, long cost) {
    level.used += (int) cost;
  }

  /**
   * Gives back what was taken at a tick, less what has leaked since: the rest of it is in the level
   * for certain, whatever else was taken or given back in between.
   *
   * @return whether anything was given back
   */
  boolean giveBack(Level level, long cost, long takenAt) {
    Level rest = new Level(takenAt);
    rest.used = (int) Math.min(cost, burst);
    leak(rest, level.at);
    if (rest.isEmpty() || level.isEmpty()) {
      return false;
    }
    subtract(level, rest.used, rest.part);
    return true;
  }

  /** Returns how much could be taken at once. */
  long remaining(Level level) {
    return burst - level.used - (level.part == 0 ? 0 : 1);
  }

  /** Returns the least wait after which a cost fits. */
  Duration untilFits(Level level, long cost) {
    if (cost > burst) {
      return RateDecision.NEVER;
    }
    return fits(level, cost) ? Duration.ZERO : timeToLeak(level.used + cost - burst, level.part);
  }

  /** Returns the least wait after which nothing is in use. */
  Duration untilEmpty(Level level) {
    return timeToLeak(level.used, level.part);
  }

  /** Returns the least wait after which nothing is left of a cost. */
  Duration timeToLeak(long cost) {
    return timeToLeak(Math.min(cost, burst), 0);
  }

  /** {@code ceil((whole × period + part) / permits)} nanoseconds. */
  private Duration timeToLeak(long whole, long part) {
    long rest = whole * nanosLeftOver + part;
    long nanos = rest / permits + (rest % permits == 0 ? 0 : 1);
    long product = whole * nanosPerPermit;
    if (Math.multiplyHigh(whole, nanosPerPermit) == 0 && product >= 0 && product + nanos >= 0) {
      return Duration.ofNanos(product + nanos);
    }
    return Duration.ofNanos(nanosPerPermit).multipliedBy(whole).plusNanos(nanos);
  }

  /**
   * Leaks {@code elapsed × permits / period} where the product is longer than 63 bits: first the
   * whole periods, then the rest by long division in base 128, whose partial sums stay below 2^63
   * because a period stays below 2^55.
   */
  private void leakLongDivision(Level level, long elapsed) {
    long periods = elapsed / period;
    if (periods > level.used / permits) {
      level.clear();
      return;
    }
    long rest = elapsed % period;
    long whole = 0;
    long part = 0;
    for (int shift = HIGHEST_DIGIT; shift >= 0; shift -= DIGIT_BITS) {
      long sum = (part << DIGIT_BITS) + rest * ((permits >>> shift) & DIGIT_MASK);
      whole = (whole << DIGIT_BITS) + sum / period;
      part = sum % period;
    }
    subtract(level, periods * permits + whole, part);
  }

  private void subtract(Level level, long whole, long part) {
    long used = level.used - whole;
    long rest = level.part - part;
    if (rest < 0) {
      rest += period;
      used--;
    }
    if (used < 0) {
      level.clear();
    } else {
      level.used = (int) used;
      level.part = rest;
    }
  }
}
