// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs on a daemon thread of its own, one round after the other with a pause between them, and
 * anchors on another: an anchor that does not answer delays no signature. Where rounds come faster
 * than the anchors answer, one anchoring waits behind the one under way, and takes what is newest
 * then.
 */
final class BackgroundRounds {

  private static final Logger LOG = LoggerFactory.getLogger(SignedAuditChain.class);
  private static final String SIGNING = "hermesx-audit-checkpoints";
  private static final String ANCHORING = "hermesx-audit-anchors";
  private static final long PATIENCE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor signing =
      new ScheduledThreadPoolExecutor(1, work -> newThread(work, SIGNING));
  private final ThreadPoolExecutor anchoring =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          work -> newThread(work, ANCHORING),
          new ThreadPoolExecutor.DiscardPolicy());

  BackgroundRounds(Duration pause, Runnable sign, Runnable anchor) {
    Future<?> unused =
        signing.scheduleWithFixedDelay(
            () -> {
              run(sign);
              run(() -> anchoring.execute(() -> run(anchor)));
            },
            pause.toNanos(),
            pause.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** What is thrown would end the rounds without a word. */
  private static void run(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("audit logs could not be signed or anchored; the next round tries again", e);
    }
  }

  /**
   * Lets what is under way come to its end, signing and anchoring each for up to ten seconds, and
   * ends the threads.
   */
  void close() {
    signing.shutdown();
    await(signing, SIGNING);
    anchoring.shutdown();
    await(anchoring, ANCHORING);
  }

  private static void await(ExecutorService thread, String name) {
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the thread {} does not end; it is a daemon and left behind", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread newThread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
