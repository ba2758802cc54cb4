// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.sequence;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.format.AuditFault;
import io.hermesx.core.audit.format.AuditOrigin;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Instants;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives the staged events of one tenant their places, as one writer among any number.
 *
 * <p>Whoever appends first wins: a batch is put together on the head as it was read and is appended
 * only if the log still has that size, so two writers can never fork the log; the other one reads
 * the new head and starts again. Within this writer one batch is under way at a time; the lock that
 * sees to it is held while the log is written, because that is what it is for.
 *
 * <p>The writer's counter advances with what was appended, never with what was tried: events of a
 * transaction that was rolled back leave no gap. If an append ends without an answer, the very same
 * octets are tried again until the log tells which it was.
 */
public final class LogSequencer {

  /** The most events of a batch. */
  public static final int BATCH = 1_000;

  /** How many notifications go by before the thread that brings one sequences. */
  public static final int NOTIFICATIONS = 256;

  private final AuditLog log;
  private final TenantId tenant;
  private final AuditOrigin origin;
  private final String writer;
  private final InstantSource clock;

  private final AtomicLong notifications = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private long counter;
  private @Nullable AuditBatch unanswered;
  private volatile MerkleFrontier appended = MerkleFrontier.EMPTY;
  private volatile List<UUID> damaged = List.of();

  public LogSequencer(
      AuditLog log, TenantId tenant, AuditOrigin origin, String writer, InstantSource clock) {
    this.log = log;
    this.tenant = tenant;
    this.origin = origin;
    this.writer = writer;
    this.clock = clock;
  }

  public AuditOrigin origin() {
    return origin;
  }

  /** The tree after the last batch that this writer appended. */
  public MerkleFrontier appended() {
    return appended;
  }

  /** The staged events that could not be sequenced when this was last tried. */
  public List<UUID> damaged() {
    return damaged;
  }

  /** Counts a notification and, at every 256th, sequences unless another thread is at it. */
  public void staged() {
    if (notifications.incrementAndGet() % NOTIFICATIONS == 0 && lock.tryLock()) {
      try {
        drainLocked();
      } catch (RuntimeException e) {
        // The event is on record. Whatever is wrong, sequence() meets it again and says so.
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Sequences everything that is staged now.
   *
   * @return how many events this writer gave a place
   */
  public int drain() {
    lock.lock();
    try {
      return drainLocked();
    } finally {
      lock.unlock();
    }
  }

  /** Sequences as {@link #drain} and says what stood in the way, for whom goes on to verify. */
  public Optional<AuditFault> tryDrain() {
    if (log.head(tenant).filter(this::isForeign).isPresent()) {
      return Optional.empty(); // nothing of ours goes there; the head itself is reported
    }
    try {
      drain();
    } catch (IllegalArgumentException e) {
      return Optional.of(AuditFault.STAGED_REFUSED);
    }
    return damaged.isEmpty() ? Optional.empty() : Optional.of(AuditFault.STAGED_DAMAGED);
  }

  private int drainLocked() {
    int placed = 0;
    while (true) {
      Optional<AuditHead> head = log.head(tenant);
      long size = head.map(AuditHead::size).orElse(0L);
      placed += settle(size);
      boolean again = unanswered != null; // more may have been staged since
      AuditBatch batch = again ? unanswered : assemble(head, size);
      if (batch == null) {
        return placed;
      }
      if (append(batch)) {
        placed += keep(batch);
        if (batch.last() && !again) {
          return placed;
        }
      }
    }
  }

  private boolean append(AuditBatch batch) {
    unanswered = batch;
    try {
      boolean answer = log.append(tenant, batch.expectedSize(), batch.entries(), batch.head());
      unanswered = null;
      return answer;
    } catch (IllegalArgumentException e) {
      unanswered = null; // refused for certain
      throw e;
    }
  }

  /** Finds out what became of an append without an answer, once the log has moved on. */
  private int settle(long size) {
    AuditBatch batch = unanswered;
    if (batch == null || batch.expectedSize() == size) {
      return 0;
    }
    unanswered = null;
    AuditEntry last = batch.lastEntry();
    boolean there =
        log.read(tenant, last.seq(), 1).stream()
            .anyMatch(entry -> entry.seq() == last.seq() && entry.leaf().equals(last.leaf()));
    return there ? keep(batch) : 0;
  }

  private int keep(AuditBatch batch) {
    counter += batch.entries().size();
    appended = batch.head().frontier();
    return batch.entries().size();
  }

  private @Nullable AuditBatch assemble(Optional<AuditHead> head, long size) {
    head.ifPresent(this::requireOrigin);
    List<PreparedEvent> staged = log.staged(tenant, BATCH);
    LogTail tail = new LogTail(origin, head, Instants.toMicros(clock.instant()));
    List<UUID> refused = new ArrayList<>();
    for (PreparedEvent event : staged) {
      if (!tail.append(event, writer, counter + tail.entries().size())) {
        refused.add(event.id());
      }
    }
    damaged = List.copyOf(refused);
    return tail.entries().isEmpty()
        ? null
        : new AuditBatch(size, tail.entries(), tail.head(), staged.size() < BATCH);
  }

  private boolean isForeign(AuditHead head) {
    return !head.origin().equals(origin.text());
  }

  private void requireOrigin(AuditHead head) {
    if (isForeign(head)) {
      throw new HermesException(
          "the audit log of tenant "
              + tenant
              + " is "
              + head.origin()
              + " and this chain writes "
              + origin
              + "; give the chain the installation name that the log was begun with");
    }
  }
}
