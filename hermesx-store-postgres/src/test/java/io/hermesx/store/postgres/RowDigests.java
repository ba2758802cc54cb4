// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the rows of each tenant in every table amount to, seen by a superuser: also those that no
 * contract shows. Not thread-safe.
 */
final class RowDigests implements AutoCloseable {

  private static final String TABLES =
      """
      select string_agg(format(
          'select tenant_id, %L as name, t::text as content from %s t, asked where tenant_id = any(ids)',
          c.oid::regclass, c.oid::regclass), ' union all ')
        from pg_class c
        where c.relnamespace = 'hermesx'::regnamespace and c.relkind in ('r', 'p')
          and not c.relispartition and exists (select from pg_attribute a
            where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum > 0)""";

  private static final String DIGEST =
      "with asked as (select ?::uuid[] as ids) select tenant_id, count(*) || ' rows ' || md5(string_agg(name || content, ';' order by name,"
          + " content)) from (%s) rows group by tenant_id";

  private final Connection connection;
  private final String sql;

  private RowDigests(Connection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  static RowDigests of(TestDatabase database) {
    try {
      Connection connection = database.superuser().getConnection();
      try (PreparedStatement statement = connection.prepareStatement(TABLES);
          ResultSet row = statement.executeQuery()) {
        row.next();
        return new RowDigests(connection, DIGEST.formatted(row.getString(1)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digest of each of some tenants; one without any row is left out. */
  Map<TenantId, String> read(Collection<TenantId> tenants) {
    Map<TenantId, String> digests = new TreeMap<>();
    UUID[] ids = tenants.stream().map(TenantId::value).toArray(UUID[]::new);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          digests.put(new TenantId(rows.getObject(1, UUID.class)), rows.getString(2));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return digests;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
