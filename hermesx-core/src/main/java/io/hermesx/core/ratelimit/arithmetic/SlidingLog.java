// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm.ExactWindow;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A log of what was taken and when, oldest first: pairs of a time and a cost. */
final class SlidingLog extends Arithmetic {

  private static final int WIDTH = 2;

  private final long permits;
  private final long period;

  SlidingLog(ExactWindow window) {
    this.permits = window.permits();
    this.period = TimeUnit.MICROSECONDS.convert(window.period());
  }

  @Override
  public void advance(Tally tally, long now) {
    int live = 0;
    while (live < tally.entries.length && tally.entries[live] <= now - period) {
      tally.used -= tally.entries[live + 1];
      live += WIDTH;
    }
    if (live > 0) {
      tally.at = now;
      tally.entries = Arrays.copyOfRange(tally.entries, live, tally.entries.length);
    }
  }

  @Override
  public boolean fits(Tally tally, long cost, long now) {
    return cost <= permits - tally.used;
  }

  @Override
  public void take(Tally tally, long cost, long now, UUID permit) {
    int end = tally.entries.length;
    tally.at = now;
    tally.used += cost;
    if (end > 0 && tally.entries[end - WIDTH] == now) {
      tally.entries[end - 1] += cost;
      return;
    }
    tally.entries = Arrays.copyOf(tally.entries, end + WIDTH);
    tally.entries[end] = now;
    tally.entries[end + 1] = cost;
  }

  @Override
  public boolean giveBack(Tally tally, Taken taken, long now) {
    for (int i = 0; i < tally.entries.length; i += WIDTH) {
      if (tally.entries[i] == taken.at()) {
        long back = Math.min(taken.cost(), tally.entries[i + 1]);
        tally.used -= back;
        tally.entries[i + 1] -= back;
        if (tally.entries[i + 1] == 0) {
          remove(tally, i);
        }
        return true;
      }
    }
    return false;
  }

  @Override
  public long remaining(Tally tally, long now) {
    return Math.max(0, permits - tally.used);
  }

  @Override
  public long untilFits(Tally tally, long cost, long now) {
    if (cost > permits) {
      return NEVER;
    }
    long tooMuch = tally.used + cost - permits;
    for (int i = 0; tooMuch > 0; i += WIDTH) {
      tooMuch -= tally.entries[i + 1];
      if (tooMuch <= 0) {
        return tally.entries[i] + period - now;
      }
    }
    return 0;
  }

  @Override
  public long untilEmpty(Tally tally, long now) {
    int end = tally.entries.length;
    return end == 0 ? 0 : tally.entries[end - WIDTH] + period - now;
  }

  @Override
  public long longest() {
    return period;
  }

  @Override
  boolean countsEntries() {
    return true;
  }

  @Override
  public char kind() {
    return 'e';
  }

  @Override
  public long[] terms(long now) {
    return new long[] {permits, period};
  }

  /** Entries say when they were made: with another period they are only kept for another time. */
  @Override
  public long span() {
    return 0;
  }

  @Override
  void adopt(Tally tally, long span) {}

  private static void remove(Tally tally, int at) {
    long[] rest = new long[tally.entries.length - WIDTH];
    System.arraycopy(tally.entries, 0, rest, 0, at);
    System.arraycopy(tally.entries, at + WIDTH, rest, at, rest.length - at);
    tally.entries = rest;
  }
}
