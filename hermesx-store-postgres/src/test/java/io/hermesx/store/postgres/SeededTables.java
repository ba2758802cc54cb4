// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * One row in every table that has a tenant, whatever the tables are: values are made up by type,
 * and whatever only checks values is taken off the (own) database first.
 */
final class SeededTables {

  private static final String TABLES =
      """
      select c.oid::regclass::text,
          string_agg(quote_ident(a.attname), ', ' order by a.attnum) filter (where a.attgenerated = ''),
          string_agg(case
              when a.attname = 'tenant_id' then quote_literal('TENANT') || '::uuid'
              when y.typcategory = 'A' then '''{}'''
              when a.atttypid = 'uuid'::regtype then 'gen_random_uuid()'
              when a.atttypid = 'bytea'::regtype then 'sha256(''x'')'
              when a.atttypid in ('json'::regtype, 'jsonb'::regtype) then '''{}'''
              when a.atttypid = 'interval'::regtype then '''1 second'''
              when y.typcategory = 'D' then 'now()'
              when y.typcategory = 'B' then 'true'
              when y.typcategory = 'N' then '1'
              else '''x''' end, ', ' order by a.attnum) filter (where a.attgenerated = ''),
          array(select v from unnest(array['select', 'insert', 'update', 'delete']) v
              where has_table_privilege('hermesx_app', c.oid, v)
                or (v = 'select' and has_any_column_privilege('hermesx_app', c.oid, v)))
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        join pg_type y on y.oid = a.atttypid
        where c.relnamespace = 'hermesx'::regnamespace and c.relkind in ('r', 'p')
          and not c.relispartition and exists (select from pg_attribute t
            where t.attrelid = c.oid and t.attname = 'tenant_id' and t.attnum > 0)
        group by c.oid order by 1""";

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

  private record Seed(String columns, String values, Set<String> verbs) {}

  private final Map<String, Seed> tables = new TreeMap<>();
  private final Map<String, String> rows = new TreeMap<>();
  private final DataSource source;

  SeededTables(DataSource source) {
    this.source = source;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(TABLES)) {
      while (found.next()) {
        String[] verbs = (String[]) found.getArray(4).getArray();
        tables.put(
            found.getString(1),
            new Seed(found.getString(2), found.getString(3), new HashSet<>(List.of(verbs))));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> names() {
    return List.copyOf(tables.keySet());
  }

  boolean may(String table, String verb) {
    return seed(table).verbs().contains(verb);
  }

  /** Puts one row of a tenant into every table. */
  void fill(Object tenant) throws SQLException {
    EmbeddedServer.execute(source, UNCHECKED);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local session_replication_role = replica");
      for (String table : names()) {
        Seed seed = seed(table);
        statement.execute(
            "insert into "
                + table
                + " ("
                + seed.columns()
                + ") overriding system value values ("
                + seed.values().replace("TENANT", tenant.toString())
                + ")");
      }
      connection.commit();
    }
    for (String table : names()) {
      rows.put(table, fingerprint(table));
    }
  }

  /** The very row that is there, as an insert that anybody could try. */
  String insertOf(String table) {
    String columns = seed(table).columns();
    return "insert into "
        + table
        + " ("
        + columns
        + ") overriding system value select "
        + columns
        + " from jsonb_populate_recordset(null::"
        + table
        + ", '"
        + rows.get(table).replace("'", "''")
        + "')";
  }

  /** Every row of a table, as JSON. */
  String fingerprint(String table) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select to_jsonb(t)::text from " + table + " t order by 1");
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        all.add(found.getString(1));
      }
    }
    return "[" + String.join(",", all) + "]";
  }

  private Seed seed(String table) {
    return tables.get(table);
  }
}
