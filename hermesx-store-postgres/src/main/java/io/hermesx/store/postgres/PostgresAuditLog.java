// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The stage and the log of each tenant in PostgreSQL. Each call is a transaction of its own in the
 * tenant's context; only the question which tenants wait looks across, and learns ids alone.
 * Thread-safe; blocks on the database.
 */
final class PostgresAuditLog implements AuditLog {

  private static final int MOST = 10_000;

  private final Transactions transactions;

  PostgresAuditLog(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<TenantId> stagedTenants(int limit) {
    requireLimit(limit);
    return transactions.asking(connection -> stagedTenants(connection, limit));
  }

  private static List<TenantId> stagedTenants(Connection connection, int limit)
      throws SQLException {
    List<TenantId> tenants = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("select hermesx.audit_staged_tenants(?)")) {
      statement.setInt(1, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tenants.add(new TenantId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return tenants;
  }

  @Override
  public List<PreparedEvent> staged(TenantId tenant, int limit) {
    requireLimit(limit);
    return transactions.aside(tenant, true, tx -> AuditStage.read(tx, limit));
  }

  @Override
  public Optional<AuditHead> head(TenantId tenant) {
    return transactions.aside(tenant, false, tx -> AuditRows.head(tx, false));
  }

  @Override
  public boolean append(
      TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
    AuditAppend append = new AuditAppend(expectedSize, entries, head);
    return transactions.aside(tenant, true, append::to);
  }

  @Override
  public List<AuditEntry> read(TenantId tenant, long from, int limit) {
    requireLimit(limit);
    if (from < 0) {
      throw new IllegalArgumentException("from is " + from + ", allowed: 0 or more");
    }
    return transactions.aside(tenant, false, tx -> AuditRows.read(tx, from, limit));
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is " + limit + ", allowed: 1 to " + MOST);
    }
  }
}
