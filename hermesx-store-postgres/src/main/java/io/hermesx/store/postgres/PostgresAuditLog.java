// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The stage and the log of each tenant in PostgreSQL. What the writer of the logs does is one call
 * of a function for however many tenants, in a transaction that belongs to none of them; what reads
 * one log is in the context of its tenant. Each is one round trip and a transaction of its own.
 * Thread-safe; blocks on the database.
 */
final class PostgresAuditLog implements AuditLog {

  private final Transactions transactions;
  private final CheckpointLog checkpoints;

  PostgresAuditLog(Transactions transactions) {
    this.transactions = transactions;
    this.checkpoints = new PostgresCheckpointLog(transactions);
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    AuditLimits.requireLimit(limit);
    return transactions.asking(connection -> AuditWrites.stagedTenants(connection, limit));
  }

  @Override
  public Map<TenantId, List<PreparedEvent>> staged(Collection<TenantId> tenants, int limit) {
    AuditLimits.requireLimit(limit);
    return tenants.isEmpty()
        ? Map.of()
        : transactions.withoutTenant(connection -> AuditWrites.staged(connection, tenants, limit));
  }

  @Override
  public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
    return tenants.isEmpty()
        ? Map.of()
        : transactions.asking(connection -> AuditWrites.heads(connection, tenants));
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
    return appends.isEmpty() ? List.of() : appendAll(appends);
  }

  /**
   * Appends in one step where the tables take it. Rows that no head accounts for can be in the way
   * of a tenant's, or somebody stages one of its events at this very moment: the others are then
   * found by halves, and are not kept waiting.
   */
  private List<AppendResult> appendAll(List<AuditAppend> appends) {
    AppendResult ofOne;
    try {
      return transactions.withoutTenant(new AppendBatch(appends)::run);
    } catch (StoreException e) {
      if (Failures.isSerialization(e)) {
        ofOne = AppendResult.STAGED;
      } else if (Failures.isIntegrity(e)) {
        ofOne = AppendResult.refused("its rows are in the way of what follows its head");
      } else {
        throw e;
      }
    }
    if (appends.size() == 1) {
      return List.of(ofOne);
    }
    int half = appends.size() / 2;
    List<AppendResult> results = new ArrayList<>(appendAll(appends.subList(0, half)));
    results.addAll(appendAll(appends.subList(half, appends.size())));
    return results;
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    AuditLimits.requireLimit(limit);
    AuditLimits.requireFrom(from);
    return transactions.stepAside(tenant, false, tx -> AuditRows.read(tx, from, limit));
  }

  @Override
  public OptionalLong find(TenantId tenant, UUID event) {
    return transactions.stepAside(tenant, false, tx -> AuditRows.find(tx, event));
  }

  @Override
  public List<Sha256> hashes(TenantId tenant, int level, long from, int limit) {
    AuditLimits.requireLimit(limit);
    AuditLimits.requireFrom(from);
    return transactions.stepAside(tenant, false, tx -> AuditRows.hashes(tx, level, from, limit));
  }

  @Override
  public List<EventBody> bodies(TenantId tenant, Collection<UUID> events) {
    return events.isEmpty()
        ? List.of()
        : transactions.stepAside(tenant, false, tx -> AuditRows.bodies(tx, events));
  }

  @Override
  public CheckpointLog checkpoints() {
    return checkpoints;
  }
}
