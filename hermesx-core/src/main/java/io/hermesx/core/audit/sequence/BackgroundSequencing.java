// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sequences tenants that were notified on a daemon thread of its own, at most one delay after the
 * first notification. What comes meanwhile goes into the same round, so that under load a batch
 * grows instead of the number of batches. Thread-safe.
 */
public final class BackgroundSequencing {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundSequencing.class);
  private static final String THREAD_NAME = "hermesx-audit-sequencer";
  private static final long PATIENCE_SECONDS = 10;

  private final Set<TenantId> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, BackgroundSequencing::newThread);
  private final Consumer<List<TenantId>> drain;
  private final long delayNanos;

  /**
   * @param drain sequences what is staged for tenants
   */
  public BackgroundSequencing(Duration delay, Consumer<List<TenantId>> drain) {
    this.drain = drain;
    this.delayNanos = delay.toNanos();
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Never blocks and never fails: what is staged is on record already. */
  public void staged(TenantId tenant) {
    waiting.add(tenant);
    if (scheduled.compareAndSet(false, true)) {
      try {
        Future<?> unused = thread.schedule(this::round, delayNanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // Closed: the chain sequences what is left on its way out, or the next process does.
      }
    }
  }

  private void round() {
    scheduled.set(false); // whoever comes from now on starts the next round
    List<TenantId> tenants = List.copyOf(waiting);
    waiting.removeAll(tenants);
    try {
      drain.accept(tenants);
    } catch (RuntimeException | Error e) {
      waiting.addAll(tenants); // without a round of their own: that would be a loop
      LOG.warn(
          "audit events of up to {} tenants are on record and could not be sequenced yet; the next"
              + " event or sweep tries again",
          tenants.size(),
          e);
    }
  }

  /** Lets a round under way come to its end, for up to ten seconds, and ends the thread. */
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the audit log does not answer; its sequencer, a daemon thread, is left behind");
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
