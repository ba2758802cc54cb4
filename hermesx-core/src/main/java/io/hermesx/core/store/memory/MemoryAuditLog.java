// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An audit log in memory: it lasts as long as the JVM and grows without bound. Thread-safe; never
 * blocks but for the moment another thread writes the log of the same tenant.
 */
public final class MemoryAuditLog implements AuditLog {

  private static final int MOST = 10_000;

  private final Map<TenantId, MemoryTenantLog> logs = new ConcurrentHashMap<>();
  private final Set<TenantId> waiting = ConcurrentHashMap.newKeySet();
  private final MemoryCheckpointLog checkpoints = new MemoryCheckpointLog(this::sizes);

  /** Creates a log without events. */
  public MemoryAuditLog() {}

  /**
   * Puts events on the stage of a tenant, in order and in one step: what a transaction does when it
   * commits. An event that is staged or in the log already is not staged again.
   *
   * @return whether all of them were new
   * @throws IllegalArgumentException if one belongs to another tenant; then nothing is staged
   */
  public boolean stage(TenantId tenant, List<PreparedEvent> events) {
    for (PreparedEvent event : events) {
      if (!event.tenant().equals(tenant)) {
        throw new IllegalArgumentException(
            "event " + event.id() + " belongs to another tenant; stage it for its own");
      }
    }
    return log(tenant).stage(events);
  }

  private Map<TenantId, Long> sizes() {
    Map<TenantId, Long> sizes = new HashMap<>();
    logs.forEach((tenant, log) -> log.head().ifPresent(head -> sizes.put(tenant, head.size())));
    return sizes;
  }

  private MemoryTenantLog log(TenantId tenant) {
    return logs.computeIfAbsent(tenant, key -> new MemoryTenantLog(key, waiting));
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    requireLimit(limit);
    return waiting.stream().limit(limit).toList();
  }

  @Override
  public Map<TenantId, List<PreparedEvent>> staged(Collection<TenantId> tenants, int limit) {
    requireLimit(limit);
    Map<TenantId, List<PreparedEvent>> staged = new HashMap<>();
    for (TenantId tenant : tenants) {
      MemoryTenantLog log = logs.get(tenant);
      List<PreparedEvent> events = log == null ? List.of() : log.staged(limit);
      if (!events.isEmpty()) {
        staged.put(tenant, events);
      }
    }
    return staged;
  }

  @Override
  public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
    Map<TenantId, AuditHead> heads = new HashMap<>();
    for (TenantId tenant : tenants) {
      find(tenant).flatMap(MemoryTenantLog::head).ifPresent(head -> heads.put(tenant, head));
    }
    return heads;
  }

  private Optional<MemoryTenantLog> find(TenantId tenant) {
    return Optional.ofNullable(logs.get(tenant));
  }

  @Override
  public List<AppendResult> append(List<AuditAppend> appends) {
    Set<TenantId> tenants = new HashSet<>();
    for (AuditAppend append : appends) {
      if (!tenants.add(append.tenant())) {
        throw new IllegalArgumentException(
            "tenant " + append.tenant() + " is there twice; append once to each log");
      }
    }
    return appends.stream().map(append -> log(append.tenant()).append(append)).toList();
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    requireLimit(limit);
    requirePlace(from);
    return find(tenant).map(log -> log.read(from, limit)).orElse(List.of());
  }

  @Override
  public OptionalLong find(TenantId tenant, UUID event) {
    return find(tenant).map(log -> log.find(event)).orElse(OptionalLong.empty());
  }

  @Override
  public List<Sha256> hashes(TenantId tenant, int level, long from, int limit) {
    requireLimit(limit);
    requirePlace(from);
    return find(tenant).map(log -> log.hashes(level, from, limit)).orElse(List.of());
  }

  @Override
  public List<EventBody> bodies(TenantId tenant, Collection<UUID> events) {
    return find(tenant).map(log -> log.bodies(events)).orElse(List.of());
  }

  @Override
  public CheckpointLog checkpoints() {
    return checkpoints;
  }

  private static void requirePlace(long from) {
    if (from < 0) {
      throw new IllegalArgumentException("from is " + from + ", allowed: 0 or more");
    }
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MOST);
    }
  }
}
