// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stage, entries and head of one tenant. Everything happens under one lock, held briefly. */
final class MemoryTenantLog {

  private final TenantId tenant;
  private final Set<TenantId> waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<UUID, PreparedEvent> stage = new LinkedHashMap<>();
  private final List<AuditEntry> entries = new ArrayList<>();
  private final Set<UUID> ids = new HashSet<>();
  private @Nullable AuditHead head;

  /**
   * @param waiting the tenants with staged events, kept up to date under the lock; thread-safe
   */
  MemoryTenantLog(TenantId tenant, Set<TenantId> waiting) {
    this.tenant = tenant;
    this.waiting = waiting;
  }

  /** Returns whether all of them were new. */
  boolean stage(List<PreparedEvent> events) {
    return locked(
        () -> {
          boolean fresh = true;
          for (PreparedEvent event : events) {
            fresh &= !ids.contains(event.id()) && stage.putIfAbsent(event.id(), event) == null;
          }
          noteWaiting();
          return fresh;
        });
  }

  private void noteWaiting() {
    if (stage.isEmpty()) {
      waiting.remove(tenant);
    } else {
      waiting.add(tenant);
    }
  }

  List<PreparedEvent> staged(int limit) {
    return locked(() -> stage.values().stream().limit(limit).toList());
  }

  Optional<AuditHead> head() {
    return locked(() -> Optional.ofNullable(head));
  }

  List<AuditEntry> read(long from, int limit) {
    return locked(
        () -> {
          int start = (int) Math.min(from, entries.size());
          int end = Math.min(entries.size() - start, limit) + start;
          return List.copyOf(entries.subList(start, end));
        });
  }

  boolean append(long expectedSize, List<AuditEntry> more, AuditHead next) {
    return locked(
        () -> {
          if (entries.size() != expectedSize) {
            return false;
          }
          requireContinuation(more, next);
          for (AuditEntry entry : more) {
            entries.add(entry);
            ids.add(entry.id());
            stage.remove(entry.id());
          }
          head = next;
          noteWaiting();
          return true;
        });
  }

  private void requireContinuation(List<AuditEntry> more, AuditHead next) {
    require(!more.isEmpty(), "there is nothing to append");
    Set<UUID> fresh = new HashSet<>();
    long seq = entries.size();
    for (AuditEntry entry : more) {
      require(entry.seq() == seq, "the entry after " + (seq - 1) + " is " + entry.seq());
      require(
          !ids.contains(entry.id()) && fresh.add(entry.id()),
          "event " + entry.id() + " is in the log already");
      seq++;
    }
    Sha256 last = more.get(more.size() - 1).leaf();
    require(next.size() == seq, "the head says " + next.size() + " events, there are " + seq);
    require(next.frontier().size() == seq, "the frontier is not that of " + seq + " events");
    require(next.previous().equals(last), "the head does not name the last leaf");
    require(head == null || head.origin().equals(next.origin()), "the origin has changed");
    require(
        head == null || next.lastRecordedAt().isAfter(head.lastRecordedAt()),
        "the time of recording does not advance");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise + "; append what continues the log");
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
