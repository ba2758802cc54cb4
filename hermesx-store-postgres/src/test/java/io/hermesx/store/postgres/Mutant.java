// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A way to weaken a catalogue, tried in a transaction that is taken back. */
final class Mutant {

  private final TestDatabase database;
  private final String before;
  private final Map<String, String> exceptions;

  /**
   * A mutant's surroundings.
   *
   * @param before what is done first, and is no part of the weakening
   */
  Mutant(TestDatabase database, String before, Map<String, String> exceptions) {
    this.database = database;
    this.before = before;
    this.exceptions = exceptions;
  }

  /** The mutants of a file: what the guard has to say, and the statements. */
  static Stream<Arguments> of(String file) {
    return DataFile.lines(file)
        .map(line -> line.split(" \\| ", 2))
        .map(parts -> Arguments.of(parts[0], parts[1]));
  }

  /** Everything that the guard says about a schema once it is weakened, and did not say before. */
  List<String> violations(String schema, String statements) throws SQLException {
    try (Connection connection = database.superuser().getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(before);
        List<String> known = look(connection, schema);
        statement.execute(statements);
        statement.execute("reset role");
        return look(connection, schema).stream().filter(found -> !known.contains(found)).toList();
      } finally {
        connection.rollback();
      }
    }
  }

  private List<String> look(Connection connection, String schema) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local search_path = pg_catalog");
    }
    return new GuardedCatalogue(connection, exceptions).violations(List.of(schema));
  }
}
