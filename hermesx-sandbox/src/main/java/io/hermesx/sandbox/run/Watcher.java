// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.time.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks after what runs, every 10 ms and at each deadline; stands still while nothing runs.
 * Whatever a look throws, the others are looked after.
 */
final class Watcher implements Runnable {

  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(10);

  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Watched> watched = new LinkedHashSet<>();
  private boolean idle;
  private boolean sooner;
  private boolean closed;
  private long wake;

  Watcher(Ticker ticker) {
    this.ticker = ticker;
  }

  /** What is looked after. */
  interface Watched {

    /** When its time is over. */
    long deadline();

    /** Looks; does not block and does not throw. */
    void look(long now);
  }

  void add(Watched one) {
    lock.lock();
    try {
      watched.add(one);
      if (idle || one.deadline() - wake < 0) {
        sooner = true;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(Watched one) {
    lock.lock();
    try {
      watched.remove(one);
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    boolean going = true;
    while (going) {
      try {
        going = lookAround();
      } catch (Throwable thrown) {
        // Where memory is short, whatever step it is may throw.
        Uncaught.tell(thrown);
      }
    }
  }

  /** Answers whether there will be more to look after: not when closed, and nothing runs then. */
  private boolean lookAround() {
    List<Watched> all = next();
    for (Watched one : all) {
      try {
        one.look(ticker.nanos());
      } catch (Throwable thrown) {
        Uncaught.tell(thrown);
      }
    }
    return !all.isEmpty();
  }

  /** Waits for the next look; empty when closed. */
  private List<Watched> next() {
    lock.lock();
    try {
      do {
        awaitWork();
        if (!Uncaught.attempt(this::awaitTurn)) {
          pause();
        }
      } while (watched.isEmpty() && !closed);
      return new ArrayList<>(watched);
    } finally {
      lock.unlock();
    }
  }

  /** Where there is no telling how late it is, a look at a time of its own is better than none. */
  private void pause() {
    try {
      for (long left = PERIOD; left > 0; ) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      return;
    }
  }

  private void awaitWork() {
    while (watched.isEmpty() && !closed) {
      idle = true;
      changed.awaitUninterruptibly();
    }
    idle = false;
  }

  private void awaitTurn() {
    long now = ticker.nanos();
    long left = watched.isEmpty() ? 0 : PERIOD;
    for (Watched one : watched) {
      left = Math.min(left, one.deadline() - now);
    }
    wake = now + left;
    sooner = false;
    try {
      while (left > 0 && !sooner) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody of ours interrupts it; a look too early does no harm.
      return;
    }
  }
}
