// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.tenant.TenantId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Checkpoints and receipts of anchors in memory. Everything happens under one lock. */
final class MemoryCheckpointLog implements CheckpointLog {

  private static final int MOST = 10_000;

  private final Supplier<Map<TenantId, Long>> sizes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TenantId, NavigableMap<Long, AuditCheckpoint>> checkpoints = new HashMap<>();
  private final Map<TenantId, NavigableMap<Long, Map<String, Set<AuditAnchor>>>> anchors =
      new HashMap<>();
  private final Map<TenantId, Long> ages = new HashMap<>();
  private long kept;

  /**
   * @param sizes the sizes of all logs
   */
  MemoryCheckpointLog(Supplier<Map<TenantId, Long>> sizes) {
    this.sizes = sizes;
  }

  @Override
  public List<TenantId> behind(int limit) {
    requireLimit(limit);
    Map<TenantId, Long> all = sizes.get();
    return locked(
        () ->
            all.entrySet().stream()
                .filter(log -> latestSize(log.getKey()) != log.getValue())
                .sorted(Comparator.comparing(log -> ages.getOrDefault(log.getKey(), 0L)))
                .sorted(Comparator.comparing(log -> latestSize(log.getKey()) > log.getValue()))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList());
  }

  private long latestSize(TenantId tenant) {
    return of(tenant).isEmpty() ? 0 : of(tenant).lastKey();
  }

  private NavigableMap<Long, AuditCheckpoint> of(TenantId tenant) {
    return checkpoints.computeIfAbsent(tenant, key -> new TreeMap<>());
  }

  @Override
  public Set<TenantId> keep(Map<TenantId, AuditCheckpoint> fresh) {
    return locked(
        () ->
            fresh.entrySet().stream()
                .filter(log -> !keep(log.getKey(), log.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet()));
  }

  private boolean keep(TenantId tenant, AuditCheckpoint checkpoint) {
    NavigableMap<Long, AuditCheckpoint> all = of(tenant);
    long latest = latestSize(tenant);
    boolean stays =
        !all.isEmpty()
            && (all.lastEntry().getValue().keep() == AuditCheckpoint.Keep.ALWAYS
                || anchorsOf(tenant).get(latest) != null);
    if (checkpoint.size() < latest || (checkpoint.size() == latest && stays)) {
      AuditCheckpoint there = all.get(checkpoint.size());
      return there != null && Arrays.equals(there.note(), checkpoint.note());
    }
    if (!stays) {
      all.remove(latest);
    }
    all.put(checkpoint.size(), checkpoint);
    ages.put(tenant, ++kept);
    return true;
  }

  @Override
  public Optional<AuditCheckpoint> latest(TenantId tenant) {
    return locked(() -> Optional.ofNullable(of(tenant).lastEntry()).map(Map.Entry::getValue));
  }

  @Override
  public List<AuditCheckpoint> read(TenantId tenant, long from, int limit) {
    requireLimit(limit);
    requireNotNegative("from", from);
    return locked(() -> of(tenant).tailMap(from).values().stream().limit(limit).toList());
  }

  @Override
  public boolean anchored(TenantId tenant, AuditAnchor anchor, byte[] note) {
    return locked(
        () -> {
          AuditCheckpoint there = of(tenant).get(anchor.size());
          if (there == null || !Arrays.equals(there.note(), note)) {
            return false;
          }
          anchorsOf(tenant)
              .computeIfAbsent(anchor.size(), size -> new TreeMap<>())
              .computeIfAbsent(anchor.name(), name -> new LinkedHashSet<>())
              .add(anchor);
          return true;
        });
  }

  private NavigableMap<Long, Map<String, Set<AuditAnchor>>> anchorsOf(TenantId tenant) {
    return anchors.computeIfAbsent(tenant, key -> new TreeMap<>());
  }

  @Override
  public List<AuditAnchor> anchors(TenantId tenant, long from, long skip, int limit) {
    requireLimit(limit);
    requireNotNegative("from", from);
    requireNotNegative("skip", skip);
    return locked(
        () ->
            anchorsOf(tenant).tailMap(from).values().stream()
                .flatMap(receipts -> receipts.values().stream().flatMap(Set::stream))
                .skip(skip)
                .limit(limit)
                .toList());
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MOST);
    }
  }

  private static void requireNotNegative(String what, long number) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " is " + number + ", allowed: 0 or more");
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
