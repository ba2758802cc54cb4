// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.DamagedHeadException;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the writer of the logs asks the database: functions that answer for many tenants at once,
 * and only in a transaction that is sealed for no tenant.
 */
final class AuditWrites {

  private AuditWrites() {}

  static List<TenantId> stagedTenants(Connection connection, int limit) throws SQLException {
    return tenants(connection, "select hermesx.audit_staged_tenants(?)", limit);
  }

  static List<TenantId> behind(Connection connection, int limit) throws SQLException {
    return tenants(connection, "select hermesx.audit_behind(?)", limit);
  }

  private static List<TenantId> tenants(Connection connection, String sql, int limit)
      throws SQLException {
    List<TenantId> tenants = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tenants.add(tenant(rows));
        }
      }
    }
    return tenants;
  }

  static Map<TenantId, List<PreparedEvent>> staged(
      Connection connection, Collection<TenantId> tenants, int limit) throws SQLException {
    Map<TenantId, List<PreparedEvent>> staged = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select of_tenant, event, staged from hermesx.audit_staged(?, ?)")) {
      new Columns(statement).add("uuid", ids(tenants));
      statement.setInt(2, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          TenantId tenant = tenant(rows);
          staged
              .computeIfAbsent(tenant, key -> new ArrayList<>())
              .add(new PreparedEvent(tenant, rows.getObject(2, UUID.class), rows.getBytes(3)));
        }
      }
    }
    return staged;
  }

  static Map<TenantId, AuditHead> heads(Connection connection, Collection<TenantId> tenants)
      throws SQLException {
    Map<TenantId, AuditHead> heads = new HashMap<>();
    Map<TenantId, String> damage = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select of_tenant, of_origin, events, last_leaf, edge, recorded"
                + " from hermesx.audit_heads_of(?)")) {
      new Columns(statement).add("uuid", ids(tenants));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          try {
            heads.put(tenant(rows), head(rows));
          } catch (RuntimeException e) { // what its constraints keep out, its owner can put in
            damage.put(tenant(rows), String.valueOf(e.getMessage()));
          }
        }
      }
    }
    if (!damage.isEmpty()) {
      throw new DamagedHeadException(damage);
    }
    return heads;
  }

  private static AuditHead head(ResultSet row) throws SQLException {
    long size = row.getLong(3);
    long recorded = row.getLong(6);
    if (row.wasNull()) {
      throw new IllegalArgumentException("its last event was recorded at no time that there is");
    }
    return new AuditHead(
        row.getString(2),
        size,
        Sha256.wrap(row.getBytes(4)),
        MerkleFrontier.of(size, AuditRows.hashes(row.getBytes(5))),
        Instants.ofMicros(recorded));
  }

  private static TenantId tenant(ResultSet row) throws SQLException {
    return new TenantId(row.getObject(1, UUID.class));
  }

  private static UUID[] ids(Collection<TenantId> tenants) {
    return tenants.stream().map(TenantId::value).toArray(UUID[]::new);
  }
}
