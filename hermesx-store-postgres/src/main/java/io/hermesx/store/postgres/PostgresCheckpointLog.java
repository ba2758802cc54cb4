// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The checkpoints of the logs in PostgreSQL, written by functions for many tenants at once and read
 * in the context of one. Thread-safe; one round trip each.
 */
final class PostgresCheckpointLog implements CheckpointLog {

  private static final FixedQuery<AuditCheckpoint> LATEST =
      FixedQuery.of(
          "select size, note, kept from hermesx.audit_checkpoints"
              + " where tenant_id = ? order by size desc limit 1",
          PostgresCheckpointLog::checkpoint);

  private static final FixedQuery<AuditCheckpoint> FROM =
      FixedQuery.of(
          "select size, note, kept from hermesx.audit_checkpoints"
              + " where tenant_id = ? and size >= ? and octet_length(note) <= 262144"
              + " order by size limit ?",
          PostgresCheckpointLog::checkpoint);

  private static final FixedQuery<AuditAnchor> ANCHORS =
      FixedQuery.of(
          "select size, name, receipt from hermesx.audit_anchors"
              + " where tenant_id = ? and size >= ?"
              + " and octet_length(name) <= 128 and octet_length(receipt) <= 1048576"
              + " order by size, name, place offset ? limit ?",
          row -> new AuditAnchor(row.getLong(1), row.getString(2), row.getBytes(3)));

  private final Transactions transactions;

  PostgresCheckpointLog(Transactions transactions) {
    this.transactions = transactions;
  }

  private static AuditCheckpoint checkpoint(ResultSet row) throws SQLException {
    Keep keep = row.getBoolean(3) ? Keep.ALWAYS : Keep.UNTIL_NEXT;
    return new AuditCheckpoint(row.getLong(1), row.getBytes(2), keep);
  }

  @Override
  public List<TenantId> behind(int limit) {
    AuditLimits.requireLimit(limit);
    return transactions.asking(connection -> AuditWrites.behind(connection, limit));
  }

  @Override
  public Set<TenantId> keep(Map<TenantId, AuditCheckpoint> checkpoints) {
    return checkpoints.isEmpty()
        ? Set.of()
        : transactions.withoutTenant(
            connection -> keep(connection, List.copyOf(checkpoints.entrySet())));
  }

  private static Set<TenantId> keep(
      Connection connection, List<Map.Entry<TenantId, AuditCheckpoint>> rows) throws SQLException {
    Set<TenantId> dropped = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement("select hermesx.audit_keep(?, ?, ?, ?)")) {
      Columns columns = new Columns(statement);
      columns.add("uuid", rows.stream().map(row -> row.getKey().value()).toArray(UUID[]::new));
      columns.add("int8", rows.stream().map(row -> row.getValue().size()).toArray(Long[]::new));
      columns.add("bytea", rows.stream().map(row -> row.getValue().note()).toArray(byte[][]::new));
      columns.add(
          "bool",
          rows.stream().map(row -> row.getValue().keep() == Keep.ALWAYS).toArray(Boolean[]::new));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          dropped.add(new TenantId(row.getObject(1, UUID.class)));
        }
      }
    }
    return dropped;
  }

  @Override
  public Optional<AuditCheckpoint> latest(TenantId tenant) {
    return transactions.stepAside(
        tenant, false, tx -> tx.rows(LATEST, tx.tenantId()).stream().findFirst());
  }

  @Override
  public List<AuditCheckpoint> read(TenantId tenant, long from, int limit) {
    AuditLimits.requireLimit(limit);
    AuditLimits.requireFrom(from);
    return transactions.stepAside(
        tenant, false, tx -> tx.rows(FROM, tx.tenantId(), from, (long) limit));
  }

  @Override
  public boolean anchored(TenantId tenant, AuditAnchor anchor, byte[] note) {
    return transactions.withoutTenant(connection -> anchored(connection, tenant, anchor, note));
  }

  private static boolean anchored(
      Connection connection, TenantId tenant, AuditAnchor anchor, byte[] note) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select hermesx.audit_anchored(?, ?, ?, ?, ?)")) {
      statement.setObject(1, tenant.value());
      statement.setLong(2, anchor.size());
      statement.setString(3, anchor.name());
      statement.setBytes(4, anchor.receipt());
      statement.setBytes(5, note);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public List<AuditAnchor> anchors(TenantId tenant, long from, long skip, int limit) {
    AuditLimits.requireLimit(limit);
    AuditLimits.requireFrom(from);
    AuditLimits.requireSkip(skip);
    return transactions.stepAside(
        tenant, false, tx -> tx.rows(ANCHORS, tx.tenantId(), from, skip, (long) limit));
  }
}
