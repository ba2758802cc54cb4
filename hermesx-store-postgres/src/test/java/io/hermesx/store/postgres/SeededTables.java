// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * One row of each tenant in every table that has a tenant, whatever the tables are: values are made
 * up by type, different for each tenant, and whatever only checks values is taken off the (own)
 * database first.
 */
final class SeededTables {

  private static final String TABLES = MigrationFile.resource("attack-tables.sql");

  private static final String UNCHECKED =
      """
      do $$
      declare
        k record;
      begin
        for k in select conrelid::regclass as owner, conname from pg_constraint
            where connamespace = 'hermesx'::regnamespace and contype = 'c' and conislocal loop
          execute format('alter table %s drop constraint %I', k.owner, k.conname);
        end loop;
      end
      $$""";

  private final Map<String, AttackedTable> tables = new TreeMap<>();
  private final DataSource source;

  SeededTables(DataSource source) {
    this.source = source;
  }

  List<AttackedTable> tables() {
    return List.copyOf(tables.values());
  }

  /** Puts one row of each tenant into every table, and makes one up for later. */
  void fill(UUID attacked, UUID attacker) throws SQLException {
    EmbeddedServer.execute(source, UNCHECKED);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(AlwaysTriggers.OFF + "set local session_replication_role = replica");
      for (String[] found : rows(statement, TABLES)) {
        String table = found[0];
        List<String> json = new ArrayList<>();
        for (UUID tenant : List.of(attacked, attacker, UUID.randomUUID())) {
          String insert =
              String.format(
                  "insert into %1$s as t (%2$s) overriding system value values (%3$s)"
                      + " returning to_jsonb(t)",
                  table, found[1], found[2].replace("TENANT", tenant.toString()));
          json.add(rows(statement, insert).get(0)[0]);
        }
        statement.execute(
            "delete from "
                + table
                + " where tenant_id not in ('"
                + attacked
                + "', '"
                + attacker
                + "')");
        tables.put(
            table,
            new AttackedTable(table, found[1], found[3], found[4], json, attacked, attacker));
      }
      statement.execute(AlwaysTriggers.ON);
      connection.commit();
    }
  }

  /** Puts everything back as it was filled. */
  void restore() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(AlwaysTriggers.OFF + "set local session_replication_role = replica");
      statement.execute("truncate " + String.join(", ", tables.keySet()));
      statement.execute(AlwaysTriggers.ON);
      for (AttackedTable table : tables.values()) {
        statement.execute(table.text("insert into $TABLE $ROW_A", table.name()));
        statement.execute(table.text("insert into $TABLE $ROW_B", table.name()));
      }
      connection.commit();
    }
  }

  private static List<String[]> rows(Statement statement, String query) throws SQLException {
    List<String[]> all = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        String[] row = new String[found.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = found.getString(i + 1);
        }
        all.add(row);
      }
    }
    return all;
  }
}
