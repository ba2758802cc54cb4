// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import io.hermesx.core.ratelimit.RateAlgorithm.Concurrency;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Slots held under leases: until when, by which permit (two numbers), and how many. */
final class Slots extends Arithmetic {

  private static final int WIDTH = 4;

  private final long slots;
  private final long lease;

  Slots(Concurrency concurrency) {
    this.slots = concurrency.slots();
    this.lease = TimeUnit.MICROSECONDS.convert(concurrency.lease());
  }

  /** A clock that goes back ends no lease earlier, so there is nothing to wait for. */
  @Override
  public long notBefore(Tally tally) {
    return 0;
  }

  @Override
  public void advance(Tally tally, long now) {
    for (int i = tally.entries.length - WIDTH; i >= 0; i -= WIDTH) {
      if (tally.entries[i] <= now) {
        remove(tally, i);
      }
    }
  }

  @Override
  public boolean fits(Tally tally, long cost, long now) {
    return cost <= slots - tally.used;
  }

  @Override
  public void take(Tally tally, long cost, long now, UUID permit) {
    int end = tally.entries.length;
    tally.entries = Arrays.copyOf(tally.entries, end + WIDTH);
    tally.entries[end] = now + lease;
    tally.entries[end + 1] = permit.getMostSignificantBits();
    tally.entries[end + 2] = permit.getLeastSignificantBits();
    tally.entries[end + 3] = cost;
    tally.used += cost;
  }

  @Override
  public boolean giveBack(Tally tally, Taken taken, long now) {
    return release(tally, taken.permit());
  }

  @Override
  public long remaining(Tally tally, long now) {
    return Math.max(0, slots - tally.used);
  }

  @Override
  public long untilFits(Tally tally, long cost, long now) {
    if (cost > slots) {
      return NEVER;
    }
    long tooMuch = tally.used + cost - slots;
    if (tooMuch <= 0) {
      return 0;
    }
    return endOf(tally, tooMuch) - now;
  }

  @Override
  public long untilEmpty(Tally tally, long now) {
    long last = now;
    for (int i = 0; i < tally.entries.length; i += WIDTH) {
      last = Math.max(last, tally.entries[i]);
    }
    return last - now;
  }

  @Override
  public long longest() {
    return lease;
  }

  @Override
  public boolean release(Tally tally, UUID permit) {
    int at = find(tally, permit);
    if (at < 0) {
      return false;
    }
    remove(tally, at);
    return true;
  }

  @Override
  public boolean renew(Tally tally, UUID permit, long now) {
    int at = find(tally, permit);
    if (at < 0) {
      return false;
    }
    tally.entries[at] = Math.max(tally.entries[at], now + lease);
    return true;
  }

  @Override
  boolean countsEntries() {
    return true;
  }

  @Override
  public char kind() {
    return 'k';
  }

  @Override
  public long[] terms(long now) {
    return new long[] {slots, lease};
  }

  /** Leases say until when they last: with another length only the next ones do. */
  @Override
  public long span() {
    return 0;
  }

  @Override
  void adopt(Tally tally, long span) {}

  /** When so many slots will have been freed by the end of their leases. */
  private static long endOf(Tally tally, long count) {
    int holders = tally.entries.length / WIDTH;
    long[][] leases = new long[holders][];
    for (int i = 0; i < holders; i++) {
      leases[i] = new long[] {tally.entries[i * WIDTH], tally.entries[i * WIDTH + 3]};
    }
    Arrays.sort(leases, (a, b) -> Long.compare(a[0], b[0]));
    long freed = 0;
    for (long[] held : leases) {
      freed += held[1];
      if (freed >= count) {
        return held[0];
      }
    }
    throw new IllegalArgumentException(
        count + " slots to be freed, held: " + freed + "; the record is damaged");
  }

  private static int find(Tally tally, UUID permit) {
    for (int i = 0; i < tally.entries.length; i += WIDTH) {
      if (tally.entries[i + 1] == permit.getMostSignificantBits()
          && tally.entries[i + 2] == permit.getLeastSignificantBits()) {
        return i;
      }
    }
    return -1;
  }

  private static void remove(Tally tally, int at) {
    tally.used -= tally.entries[at + 3];
    long[] rest = new long[tally.entries.length - WIDTH];
    System.arraycopy(tally.entries, 0, rest, 0, at);
    System.arraycopy(tally.entries, at + WIDTH, rest, at, rest.length - at);
    tally.entries = rest;
  }
}
