// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares the catalogue of a database with what every table of the schema has to be. */
final class CatalogueGuard {

  private static final String QUERY = resource("catalogue-guard.sql");

  private CatalogueGuard() {}

  /** Everything that is wrong. */
  static List<String> violations(Connection connection) throws SQLException {
    String[] exceptions = lines("catalogue-exceptions.txt").toArray(String[]::new);
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setArray(1, connection.createArrayOf("text", exceptions));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  /** The lines of a data file that say something, each with single spaces. */
  static Stream<String> lines(String file) {
    return resource(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.replaceAll(" +", " "));
  }

  private static String resource(String name) {
    return MigrationFile.resource(name);
  }
}
