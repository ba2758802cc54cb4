// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Query;

/**
 * A question whose text is always the same: it is written once, and the driver runs it from then
 * on. For what is asked most often, where writing a statement anew costs more than its answer.
 * Immutable.
 *
 * @param <T> what a row becomes
 */
final class FixedQuery<T> {

  private final String sql;
  private final Reader<T> reader;

  private FixedQuery(String sql, Reader<T> reader) {
    this.sql = sql;
    this.reader = reader;
  }

  /** Makes something of the row that a result stands on, whose columns count from 1. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> FixedQuery<T> of(Query query, Reader<T> reader) {
    return of(Dialect.text(query), reader);
  }

  /** A text that jOOQ cannot write, with a question mark for each value. */
  static <T> FixedQuery<T> of(String sql, Reader<T> reader) {
    return new FixedQuery<>(sql, reader);
  }

  /**
   * Runs the question.
   *
   * @param values a UUID, a Long or a String[] for each parameter, in the order of the text: the
   *     driver knows their types without asking the server, which a step alone depends on
   */
  List<T> rows(TenantConnection connection, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return read(statement);
    } catch (SQLException e) {
      throw connection.failure(e);
    }
  }

  private List<T> read(PreparedStatement statement) throws SQLException {
    List<T> read = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        read.add(reader.read(rows));
      }
    }
    return read;
  }
}
