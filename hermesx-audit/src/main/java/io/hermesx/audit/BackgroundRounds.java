// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs rounds on a daemon thread of its own, one after the other with a pause between them. */
final class BackgroundRounds {

  private static final Logger LOG = LoggerFactory.getLogger(SignedAuditChain.class);
  private static final String THREAD_NAME = "hermesx-audit-checkpoints";
  private static final long PATIENCE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, BackgroundRounds::newThread);

  BackgroundRounds(Duration pause, Runnable round) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            () -> run(round), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What is thrown would end the rounds without a word. */
  private static void run(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("audit logs could not be signed; the next round tries again", e);
    }
  }

  /** Lets a round under way come to its end, for up to ten seconds, and ends the thread. */
  void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a round of signing does not end; its thread, a daemon, is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread newThread(Runnable rounds) {
    Thread thread = new Thread(rounds, THREAD_NAME);
    thread.setDaemon(true);
    return thread;
  }
}
