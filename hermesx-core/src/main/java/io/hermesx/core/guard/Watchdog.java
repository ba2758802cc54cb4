// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.HermesException;
import io.hermesx.core.time.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread whose work is past its deadline. One daemon thread, started with the first
 * deadline and ended by {@link #close}. Thread-safe.
 *
 * <p>The thread sleeps until the earliest deadline it knows of and is woken only for an earlier
 * one. Where all deadlines are equally long, each is later than the one before, so beginning and
 * ending work wakes nobody.
 */
final class Watchdog implements AutoCloseable {

  private static final long NEVER = Long.MAX_VALUE;

  private final Ticker ticker = Ticker.system();
  private final long origin = ticker.nanos();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private volatile long wakesAt = NEVER;
  private volatile boolean closed;
  private @Nullable Thread keeper;

  /**
   * Runs work on this thread and interrupts it at the deadline.
   *
   * @throws DeadlinePassed if the work ended with an exception after it was interrupted
   * @throws Closed if nobody can watch any more; the work was not begun
   */
  <T> T run(Duration deadline, Callable<T> work) throws Exception {
    Watch watch = new Watch(Thread.currentThread(), now() + deadline.toNanos());
    begin(watch);
    try {
      return work.call();
    } catch (Exception e) {
      if (watch.end()) {
        throw new DeadlinePassed(e);
      }
      throw e;
    } finally {
      watches.remove(watch);
      watch.end();
    }
  }

  private void begin(Watch watch) {
    watches.add(watch);
    if (closed) {
      watches.remove(watch);
      throw new Closed();
    }
    if (watch.deadline < wakesAt) {
      wake(watch.deadline);
    }
  }

  private void wake(long deadline) {
    lock.lock();
    try {
      if (keeper == null && !closed) {
        keeper = new Thread(this::keep, "hermesx-watchdog");
        keeper.setDaemon(true);
        keeper.start();
      }
      wakesAt = Math.min(wakesAt, deadline);
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  private void keep() {
    lock.lock();
    try {
      while (!closed) {
        wakesAt = NEVER;
        wakesAt = fireAndFindNext();
        long nanos = wakesAt - now();
        if (nanos > 0) {
          earlier.awaitNanos(nanos);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private long fireAndFindNext() {
    long now = now();
    watches.removeIf(watch -> watch.fireIfDue(now));
    long next = NEVER;
    for (Watch watch : watches) {
      next = Math.min(next, watch.deadline);
    }
    return next;
  }

  private long now() {
    return ticker.nanos() - origin;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Says that the work was interrupted because its deadline had passed. */
  static final class DeadlinePassed extends HermesException {

    private static final long serialVersionUID = 1L;

    DeadlinePassed(Throwable cause) {
      super("the deadline passed", cause);
    }
  }

  /** Says that the work was not begun because nobody can watch it. */
  static final class Closed extends HermesException {

    private static final long serialVersionUID = 1L;

    Closed() {
      super("the guard is closed");
    }
  }

  /** One watched thread. The lock makes sure that no interrupt arrives once the work has ended. */
  private static final class Watch {

    private final Thread thread;
    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private boolean fired;

    Watch(Thread thread, long deadline) {
      this.thread = thread;
      this.deadline = deadline;
    }

    /**
     * Interrupts the thread if its deadline has passed and its work has not ended; tells whether it
     * has passed.
     */
    boolean fireIfDue(long now) {
      if (deadline > now) {
        return false;
      }
      lock.lock();
      try {
        if (!ended) {
          fired = true;
          thread.interrupt();
        }
      } finally {
        lock.unlock();
      }
      return true;
    }

    /**
     * Ends the watch and tells whether it had fired; an interrupt of its own making is taken back.
     */
    boolean end() {
      lock.lock();
      try {
        if (!ended && fired) {
          Thread.interrupted();
        }
        ended = true;
        return fired;
      } finally {
        lock.unlock();
      }
    }
  }
}
