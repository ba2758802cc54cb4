// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The threads of an engine, all of them daemons: whom its end waits for. Thread-safe. */
final class Threads {

  private final String name;
  private final Set<Thread> made = ConcurrentHashMap.newKeySet();

  /**
   * Starts without a thread.
   *
   * @param name the back end's
   */
  Threads(String name) {
    this.name = name;
  }

  /** Makes one, which is not started yet. */
  Thread make(Runnable work, String what) {
    made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread = new Thread(work, "hermesx-sandbox-" + name + "-" + what);
    thread.setDaemon(true);
    made.add(thread);
    return thread;
  }

  /**
   * Waits until all have ended, for a time; not for the one that asks, which may be one of them. An
   * interrupt does not end the wait and is kept.
   */
  void awaitEnd(Duration patience, Ticker ticker) {
    long end = ticker.nanos() + patience.toNanos();
    boolean interrupted = false;
    for (Thread thread : made) {
      long left = end - ticker.nanos();
      while (thread != Thread.currentThread() && thread.isAlive() && left > 0) {
        interrupted |= !join(thread, left);
        left = end - ticker.nanos();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean join(Thread thread, long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
