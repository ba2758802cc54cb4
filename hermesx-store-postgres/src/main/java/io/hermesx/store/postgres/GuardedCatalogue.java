// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The catalogue of a database, held against the rules in the folder {@code guard}: each is a query
 * that answers with the name of what is wrong, and what is wrong. Not thread-safe.
 */
final class GuardedCatalogue {

  private static final List<String> RULES = List.of("tables", "keys", "grants", "code");
  private static final String TABLES =
      "select name, excepted::text from tables where (select schema from asked) is not null";

  private final Connection connection;
  private final Map<String, String> exceptions;
  private final Set<String> needed = new HashSet<>();
  private final Set<String> found = new TreeSet<>();

  GuardedCatalogue(Connection connection, Map<String, String> exceptions) {
    this.connection = connection;
    this.exceptions = exceptions;
  }

  List<String> violations(List<String> schemas) throws SQLException {
    for (String schema : schemas) {
      boolean ours = schema.equals(OwnCatalogue.SCHEMA);
      Map<String, String> excepted = ours ? OwnCatalogue.EXCEPTIONS : exceptions;
      requireTables(schema, excepted);
      for (String rule : RULES) {
        hold(schema, excepted, GuardFile.text(rule + ".sql"));
      }
      if (ours) {
        found.addAll(new OwnCatalogue(connection).violations());
      }
    }
    exceptions.keySet().stream()
        .filter(name -> !needed.contains(name))
        .map(name -> name + ": it is excepted, and nothing is wrong with it: take that out")
        .forEach(found::add);
    return List.copyOf(found);
  }

  /** A guard that looks at nothing would find nothing. */
  private void requireTables(String schema, Map<String, String> excepted) throws SQLException {
    List<Row> tables = ask(schema, excepted, TABLES);
    if (tables.isEmpty()) {
      found.add(schema + ": there is no table in it, or no such schema: is it the right database?");
    }
    tables.stream()
        .filter(table -> table.fault().equals("true"))
        .forEach(t -> needed.add(t.name()));
  }

  private void hold(String schema, Map<String, String> excepted, String rule) throws SQLException {
    for (Row row : ask(schema, excepted, rule)) {
      if (excepted.containsKey(row.name())) {
        needed.add(row.name());
      } else {
        found.add(row.name() + ": " + row.fault());
      }
    }
  }

  private record Row(String name, String fault) {}

  private List<Row> ask(String schema, Map<String, String> excepted, String query)
      throws SQLException {
    List<Row> answer = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(GuardFile.text("catalogue.sql") + query)) {
      statement.setString(1, schema);
      statement.setArray(2, connection.createArrayOf("text", excepted.keySet().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answer.add(new Row(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return answer;
  }
}
