// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/** A transaction of raw SQL, as an attacker has it, rolled back at its end unless committed. */
final class Session implements AutoCloseable {

  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** Begins a transaction of a tenant. */
  static Session of(DataSource source, UUID tenant) throws SQLException {
    return begin(source, TestDatabase.sealed(tenant));
  }

  /**
   * Begins a transaction.
   *
   * @param context what it sets as its context; null for nothing
   */
  static Session begin(DataSource source, String context) throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    if (context != null) {
      try (PreparedStatement statement =
          connection.prepareStatement("select set_config('hermesx.tenant', ?, true)")) {
        statement.setString(1, context);
        statement.execute();
      }
    }
    return new Session(connection);
  }

  long count(String query) throws SQLException {
    return Long.parseLong(valueOf(query));
  }

  int update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The SQLSTATE that a statement ends with; "none" if it works. */
  String errorOf(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "none";
    } catch (SQLException e) {
      return e.getSQLState();
    } finally {
      rollBack();
    }
  }

  /** The first value that a query gives, or the SQLSTATE that it ends with. */
  String answerOf(String query) {
    try {
      return valueOf(query);
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  private String valueOf(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "nothing";
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    rollBack();
    connection.close();
  }
}
