// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
  private final Map<UUID, Long> places = new HashMap<>();
  private final Map<UUID, Map<String, EventBody>> bodies = new HashMap<>();
  private final Map<Integer, List<Sha256>> nodes = new HashMap<>();
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
            boolean isFirst =
                !places.containsKey(event.id())
                    && stage.putIfAbsent(event.id(), withoutBodies(event)) == null;
            if (isFirst) {
              keep(event.bodies());
            }
            fresh &= isFirst;
          }
          noteWaiting();
          return fresh;
        });
  }

  private static PreparedEvent withoutBodies(PreparedEvent event) {
    return new PreparedEvent(event.tenant(), event.id(), event.octets());
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
    return locked(() -> part(entries, from, limit));
  }

  private static <T> List<T> part(List<T> all, long from, int limit) {
    int start = (int) Math.min(from, all.size());
    int end = Math.min(all.size() - start, limit) + start;
    return List.copyOf(all.subList(start, end));
  }

  OptionalLong find(UUID event) {
    return locked(
        () -> {
          Long seq = places.get(event);
          return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
        });
  }

  List<Sha256> hashes(int level, long from, int limit) {
    if (level == 0) {
      return read(from, limit).stream().map(AuditEntry::leaf).toList();
    }
    return locked(() -> part(nodes.getOrDefault(level, List.of()), from, limit));
  }

  AppendResult append(AuditAppend append) {
    return locked(
        () -> {
          if (entries.size() != append.expectedSize()) {
            return AppendResult.MOVED_ON;
          }
          Set<UUID> known = new HashSet<>();
          append.entries().forEach(entry -> known.add(entry.id()));
          known.retainAll(places.keySet());
          if (!known.isEmpty()) {
            return AppendResult.known(known);
          }
          if (append.bodies().stream().anyMatch(body -> stage.containsKey(body.event()))) {
            return AppendResult.STAGED;
          }
          String against = against(append.head());
          if (!against.isEmpty()) {
            return AppendResult.refused(against);
          }
          keep(append);
          return AppendResult.APPENDED;
        });
  }

  private String against(AuditHead next) {
    if (head == null) {
      return "";
    }
    return !head.origin().equals(next.origin())
        ? "its head says another origin"
        : next.lastRecordedAt().isAfter(head.lastRecordedAt())
            ? ""
            : "the time of recording does not advance";
  }

  private void keep(List<EventBody> fresh) {
    for (EventBody body : fresh) {
      bodies.computeIfAbsent(body.event(), event -> new TreeMap<>()).putIfAbsent(body.path(), body);
    }
  }

  List<EventBody> bodies(Collection<UUID> events) {
    return locked(
        () ->
            events.stream()
                .sorted()
                .flatMap(event -> bodies.getOrDefault(event, Map.of()).values().stream())
                .toList());
  }

  private void keep(AuditAppend append) {
    for (AuditEntry entry : append.entries()) {
      entries.add(entry);
      places.put(entry.id(), entry.seq());
      stage.remove(entry.id());
    }
    for (AuditNode node : append.nodes()) {
      nodes.computeIfAbsent(node.level(), level -> new ArrayList<>()).add(node.hash());
    }
    keep(append.bodies());
    head = append.head();
    noteWaiting();
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
