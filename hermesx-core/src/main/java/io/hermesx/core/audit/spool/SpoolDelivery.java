// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.spool;

import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.internal.spool.Spool;
import io.hermesx.core.internal.spool.SpooledRecord;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves events from the spool into the chain, on a thread of its own. Thread-safe. */
final class SpoolDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(SpooledAuditChain.class);
  private static final String THREAD_NAME = "hermesx-audit-spool";
  private static final int BATCH = 1_000;
  private static final long PAUSE_MILLIS = 1_000;
  private static final long PATIENCE_MILLIS = 10_000;

  private final AuditChain chain;
  private final Spool spool;
  private final Semaphore news = new Semaphore(1); // what an earlier process left is news
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread thread = new Thread(this::work, THREAD_NAME);
  private final CountDownLatch end = new CountDownLatch(1);
  private boolean failing;

  SpoolDelivery(AuditChain chain, Spool spool) {
    this.chain = chain;
    this.spool = spool;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Says that something was appended. */
  void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  private void work() {
    try {
      do {
        news.acquire();
        news.drainPermits();
        tryFlush();
      } while (end.getCount() > 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody but close ends it, and that waits
    }
  }

  private void tryFlush() throws InterruptedException {
    try {
      flush();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warn("audit events stay in the spool until the log takes them again", e);
        failing = true;
      }
      if (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        wake();
      }
    }
  }

  /**
   * Moves what there is; the lock is held while the log is written, so that order is kept and each
   * record is removed by whoever moved it.
   */
  void flush() {
    lock.lock();
    try {
      List<SpooledRecord> records = spool.peek(BATCH);
      while (!records.isEmpty()) {
        deliver(records);
        spool.remove(records.get(records.size() - 1).position());
        records = spool.peek(BATCH);
      }
    } finally {
      lock.unlock();
    }
  }

  private void deliver(List<SpooledRecord> records) {
    List<PreparedEvent> events =
        records.stream().map(record -> SpooledEvent.decode(record.octets())).toList();
    try {
      chain.append(events);
    } catch (IllegalArgumentException e) {
      events.forEach(this::deliverAlone);
    }
  }

  /** What the chain never prepared is no event: it must not keep those behind it from the log. */
  private void deliverAlone(PreparedEvent event) {
    try {
      chain.append(event);
    } catch (IllegalArgumentException e) {
      LOG.error("the spool has an event {} that nobody prepared: who wrote to it?", event.id(), e);
    }
  }

  /** Lets the thread come to its end, for up to ten seconds, and moves what is left if it can. */
  void close() {
    end.countDown();
    wake();
    try {
      thread.join(PATIENCE_MILLIS);
      if (thread.isAlive()) {
        LOG.warn("the audit log does not answer; what is in the spool stays there");
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
