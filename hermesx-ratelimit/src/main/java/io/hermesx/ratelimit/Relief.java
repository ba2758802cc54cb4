// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks for room where there is none, by dropping what has ended in all tables. At most each 10 ms:
 * otherwise who asks for keys without end would keep all others from theirs. Thread-safe.
 */
final class Relief {

  private static final long MICROS_BETWEEN = 10_000;

  private final SteadyClock clock;
  private final TenantRooms rooms;
  private final CommonKeys common;
  private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

  Relief(SteadyClock clock, TenantRooms rooms, CommonKeys common) {
    this.clock = clock;
    this.rooms = rooms;
    this.common = common;
  }

  /** Sweeps, unless somebody did so a moment ago. */
  void look() {
    long now = clock.exactly();
    long due = next.get();
    if (now >= due && next.compareAndSet(due, now + MICROS_BETWEEN)) {
      sweep();
    }
  }

  void sweep() {
    rooms.cleanUp(room -> sweep(room.lock, room.keys));
    sweep(common.lock, common.keys);
  }

  private void sweep(ReentrantLock lock, LocalKeys keys) {
    lock.lock();
    try {
      keys.sweep(clock.micros());
    } finally {
      lock.unlock();
    }
  }
}
