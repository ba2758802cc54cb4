// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.HermesException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts a thread whose work is past its deadline. One daemon thread, started with the first
 * deadline and ended by {@link #close}. Thread-safe.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "hermesx-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Runs work on this thread and interrupts it at the deadline.
   *
   * @throws DeadlinePassed if the work ended with an exception after it was interrupted
   * @throws Closed if nobody can watch any more; the work was not begun
   */
  <T> T run(Duration deadline, Callable<T> work) throws Exception {
    Watch watch = new Watch(Thread.currentThread());
    ScheduledFuture<?> alarm = schedule(watch, deadline);
    try {
      return work.call();
    } catch (Exception e) {
      if (watch.end()) {
        throw new DeadlinePassed(e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
      watch.end();
    }
  }

  private ScheduledFuture<?> schedule(Watch watch, Duration deadline) {
    try {
      return timer.schedule(watch, deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new Closed(e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
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

    Closed(Throwable cause) {
      super("the guard is closed", cause);
    }
  }

  /** One watched thread. The lock makes sure that no interrupt arrives once the work has ended. */
  private static final class Watch implements Runnable {

    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;
    private boolean fired;

    Watch(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      lock.lock();
      try {
        if (!ended) {
          fired = true;
          thread.interrupt();
        }
      } finally {
        lock.unlock();
      }
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
