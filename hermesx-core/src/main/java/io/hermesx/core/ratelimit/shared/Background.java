// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one daemon thread of a limiter. A task that fails is logged and runs again next time. */
final class Background implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimiter.class);

  private static final Duration LONGEST_TASK = Duration.ofSeconds(30);

  private final ScheduledThreadPoolExecutor executor;

  Background() {
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "hermesx-rate-limits");
              thread.setDaemon(true);
              return thread;
            });
  }

  void every(Duration pause, Runnable task) {
    long nanos = pause.toNanos();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Waits for the task that runs, which has an end of its own. */
  @Override
  public void close() {
    executor.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (!executor.awaitTermination(LONGEST_TASK.toNanos(), TimeUnit.NANOSECONDS)) {
          executor.shutdownNow();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("a task of the shared rate limits failed and will run again", e);
    }
  }
}
