// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys on record, in a table with open addresses: one reference a place. What has ended is dropped
 * when the table would grow, and otherwise once in sixteen calls a place, so that a table stays in
 * proportion to what is in use. Not thread-safe.
 */
final class LocalKeys {

  private static final int SMALLEST = 4;
  private static final int CALLS_PER_PLACE = 16;

  private final Consumer<LocalKey> dropped;
  private @Nullable LocalKey[] table = new @Nullable LocalKey[SMALLEST];
  private int size;
  private int drops;
  private int callsUntilSweep = SMALLEST * CALLS_PER_PLACE;

  /**
   * @param dropped hears of each key that is dropped
   */
  LocalKeys(Consumer<LocalKey> dropped) {
    this.dropped = dropped;
  }

  int size() {
    return size;
  }

  /** Returns a number that changes whenever a key is dropped. */
  int drops() {
    return drops;
  }

  @Nullable LocalKey find(long high, long low) {
    int mask = table.length - 1;
    for (int at = (int) low & mask; ; at = (at + 1) & mask) {
      LocalKey key = table[at];
      if (key == null || (key.low == low && key.high == high)) {
        return key;
      }
    }
  }

  void add(LocalKey key, long now) {
    if ((size + 1) * 4 > table.length * 3) {
      sweep(now, 1);
    }
    put(table, key);
    size++;
  }

  /** Counts a call, and drops what has ended when it is time to. */
  void called(long now) {
    if (--callsUntilSweep <= 0) {
      sweep(now);
    }
  }

  /** Drops what has ended. */
  void sweep(long now) {
    sweep(now, 0);
  }

  /** Drops everything. */
  void clear() {
    for (LocalKey key : table) {
      if (key != null) {
        dropped.accept(key);
      }
    }
    table = new @Nullable LocalKey[SMALLEST];
    size = 0;
    drops++;
  }

  private void sweep(long now, int more) {
    int live = 0;
    for (int i = 0; i < table.length; i++) {
      LocalKey key = table[i];
      if (key != null && key.ended(now)) {
        dropped.accept(key);
        table[i] = null;
        drops++;
      } else if (key != null) {
        live++;
      }
    }
    if (live < size || more > 0) {
      rebuild(live, places(live + more));
    }
    callsUntilSweep = table.length * CALLS_PER_PLACE;
  }

  private void rebuild(int live, int places) {
    @Nullable LocalKey[] fresh = new @Nullable LocalKey[places];
    for (LocalKey key : table) {
      if (key != null) {
        put(fresh, key);
      }
    }
    table = fresh;
    size = live;
  }

  /** At most two thirds full, so that the next sweep for growth is a good part of it away. */
  private static int places(int keys) {
    int least = Math.max(SMALLEST, keys + keys / 2);
    return Integer.highestOneBit(least - 1) << 1;
  }

  private static void put(@Nullable LocalKey[] table, LocalKey key) {
    int mask = table.length - 1;
    int at = (int) key.low & mask;
    while (table[at] != null) {
      at = (at + 1) & mask;
    }
    table[at] = key;
  }
}
