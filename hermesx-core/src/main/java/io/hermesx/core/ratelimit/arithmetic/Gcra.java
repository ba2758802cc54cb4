// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm.TokenBucket;
import java.math.BigInteger;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The generic cell rate algorithm in the continuous-state form of ITU-T I.371 annex A: a bucket
 * that fills by what is taken and leaks at {@code permits / period}.
 *
 * <p>Exactness. A level is a rational number, whole permits and a numerator over the period in
 * microseconds. Taking adds whole permits; a microsecond leaks {@code permits} units of {@code 1 /
 * period}: both are integers, so nothing is ever rounded and no error adds up. Since a take leaves
 * the level at or below the burst, what a closed window of {@code t} microseconds admits is at most
 * {@code burst + floor(t × permits / period)}. Only answers are rounded, and never in favour of the
 * caller: what remains downwards, waits upwards.
 *
 * <p>Leases. A block that may be spent until a later time is charged as if it were spent then: with
 * what the level would leak until then on top. So whenever its permits are spent, the level is at
 * least what it would be had they been taken one by one, and the bound of each window holds.
 *
 * <p>Ranges. With a period below 2^45 µs (366 days) and permits and burst below 2^30 a level needs
 * 75 bits as one number, and no more than 30 and 45 as two.
 */
final class Gcra extends Arithmetic {

  private final long permits;
  private final long period;
  private final long burst;
  private final long microsPerPermit;
  private final long microsLeftOver;

  /** The rate of a limit in lowest terms, so that most products stay short. */
  Gcra(TokenBucket bucket) {
    long micros = TimeUnit.MICROSECONDS.convert(bucket.period());
    long divisor =
        BigInteger.valueOf(bucket.permits()).gcd(BigInteger.valueOf(micros)).longValueExact();
    this.permits = bucket.permits() / divisor;
    this.period = micros / divisor;
    this.burst = bucket.burst();
    this.microsPerPermit = period / permits;
    this.microsLeftOver = period % permits;
  }

  @Override
  public void advance(Tally tally, long now) {
    long elapsed = now - tally.at;
    if (elapsed <= 0) {
      return;
    }
    tally.at = now;
    if (!tally.isEmpty()) {
      leak(tally, elapsed);
    }
  }

  @Override
  public boolean fits(Tally tally, long cost, long now) {
    if (cost > burst) {
      return false;
    }
    long used = tally.used + cost;
    return used < burst || (used == burst && tally.part == 0);
  }

  @Override
  public void take(Tally tally, long cost, long now, UUID permit) {
    tally.used += cost;
  }

  /** Gives back what was taken less what has leaked since: the rest of it is there for certain. */
  @Override
  public boolean giveBack(Tally tally, Taken taken, long now) {
    Tally rest = new Tally();
    rest.at = taken.at();
    rest.used = Math.min(taken.cost(), burst);
    advance(rest, now);
    if (rest.isEmpty() || tally.isEmpty()) {
      return false;
    }
    subtract(tally, rest.used, rest.part);
    return true;
  }

  @Override
  public long remaining(Tally tally, long now) {
    return Math.max(0, burst - tally.used - (tally.part == 0 ? 0 : 1));
  }

  @Override
  public long untilFits(Tally tally, long cost, long now) {
    if (cost > burst) {
      return NEVER;
    }
    return fits(tally, cost, now) ? 0 : timeToLeak(tally.used + cost - burst, tally.part);
  }

  @Override
  public long untilEmpty(Tally tally, long now) {
    return timeToLeak(tally.used, tally.part);
  }

  @Override
  public long longest() {
    return timeToLeak(burst, 0);
  }

  @Override
  public long leaseEnd(long now, long asked) {
    return asked;
  }

  @Override
  public long leaseCost(long micros) {
    Tally held = new Tally();
    hold(held, micros);
    return held.used + (held.part == 0 ? 0 : 1);
  }

  @Override
  public long lease(Tally tally, Block block, long now) {
    long time = block.until() - now;
    if (time < 0 || time / period > burst / permits) {
      return 0;
    }
    Tally held = new Tally();
    held.copy(tally);
    hold(held, time);
    long amount = Math.min(block.amount(), burst - held.used - (held.part == 0 ? 0 : 1));
    if (amount < block.least()) {
      return 0;
    }
    tally.copy(held);
    tally.used += amount;
    return amount;
  }

  @Override
  public void endLease(Tally tally, Block block, long now) {
    long early = block.until() - now;
    if (early >= 0) {
      leak(tally, early);
      subtract(tally, block.amount(), 0);
    } else {
      giveBack(tally, new Taken(new UUID(0, 0), block.amount(), block.until()), now);
    }
  }

  @Override
  public char kind() {
    return 'b';
  }

  @Override
  public long[] terms(long now) {
    return new long[] {permits, period, burst};
  }

  @Override
  public long span() {
    return period;
  }

  @Override
  void adopt(Tally tally, long span) {
    tally.used += tally.part == 0 ? 0 : 1;
    tally.part = 0;
  }

  /** Adds what leaks in some time. */
  private void hold(Tally tally, long micros) {
    long periods = micros / period;
    long rest = micros % period;
    tally.used += periods * permits + Share.whole(permits, rest, period);
    tally.part += Share.part(permits, rest, period);
    if (tally.part >= period) {
      tally.part -= period;
      tally.used++;
    }
  }

  private void leak(Tally tally, long elapsed) {
    long units = elapsed * permits;
    if (Share.isShort(permits, elapsed, units)) {
      long whole = units / period;
      subtract(tally, whole, units - whole * period);
      return;
    }
    long periods = elapsed / period;
    if (periods > tally.used / permits) {
      tally.clear();
      return;
    }
    long rest = elapsed % period;
    subtract(
        tally,
        periods * permits + Share.whole(permits, rest, period),
        Share.part(permits, rest, period));
  }

  /**
   * {@code ceil((whole × period + part) / permits)} microseconds: at most 2^75 / 2^0, so capped.
   */
  private long timeToLeak(long whole, long part) {
    long rest = whole * microsLeftOver + part;
    long micros = rest / permits + (rest % permits == 0 ? 0 : 1);
    long product = whole * microsPerPermit;
    return Share.isShort(whole, microsPerPermit, product) && product + micros >= 0
        ? product + micros
        : NEVER - 1;
  }

  private void subtract(Tally tally, long whole, long part) {
    long used = tally.used - whole;
    long rest = tally.part - part;
    if (rest < 0) {
      rest += period;
      used--;
    }
    if (used < 0) {
      tally.clear();
    } else {
      tally.used = used;
      tally.part = rest;
    }
  }
}
