// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An audit log in memory: it lasts as long as the JVM and grows without bound. Thread-safe; never
 * blocks but for the moment another thread writes the log of the same tenant.
 */
public final class MemoryAuditLog implements AuditLog {

  private static final int MOST = 10_000;

  private final Map<TenantId, MemoryTenantLog> logs = new ConcurrentHashMap<>();
  private final Set<TenantId> waiting = ConcurrentHashMap.newKeySet();

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

  private MemoryTenantLog log(TenantId tenant) {
    return logs.computeIfAbsent(tenant, key -> new MemoryTenantLog(key, waiting));
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    requireLimit(limit);
    return waiting.stream().limit(limit).toList();
  }

  @Override
  public List<PreparedEvent> staged(TenantId tenant, int limit) {
    requireLimit(limit);
    MemoryTenantLog log = logs.get(tenant);
    return log == null ? List.of() : log.staged(limit);
  }

  @Override
  public Optional<AuditHead> head(TenantId tenant) {
    MemoryTenantLog log = logs.get(tenant);
    return log == null ? Optional.empty() : log.head();
  }

  @Override
  public boolean append(
      TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
    return log(tenant).append(expectedSize, entries, head);
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    requireLimit(limit);
    if (from < 0) {
      throw new IllegalArgumentException("from is " + from + ", allowed: 0 or more");
    }
    MemoryTenantLog log = logs.get(tenant);
    return log == null ? List.of() : log.read(from, limit);
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MOST);
    }
  }
}
