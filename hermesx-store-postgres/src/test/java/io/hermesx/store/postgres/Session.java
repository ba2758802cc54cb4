// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
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

  /** Lets the store join a transaction that was opened here. */
  static Session joined(DataSource source, PostgresStore store, TenantId tenant)
      throws SQLException {
    Session session = begin(source, null);
    try {
      store.join(tenant, session.connection);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  /** Runs statements, and commits if they work. */
  Outcome run(String sql) {
    try {
      Outcome outcome = attempt(sql);
      connection.commit();
      return outcome;
    } catch (SQLException e) {
      rollBack();
      return Outcome.of(e);
    }
  }

  /** Runs statements, and goes on in the same transaction. */
  Outcome attempt(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      long number = 0;
      while (rows || statement.getUpdateCount() >= 0) {
        number = rows ? first(statement) : statement.getUpdateCount();
        rows = statement.getMoreResults();
      }
      return new Outcome(Outcome.NONE, number, "");
    }
  }

  /** As {@link #attempt}, with the error as an outcome. */
  Outcome attemptOrError(String sql) {
    try {
      return attempt(sql);
    } catch (SQLException e) {
      return Outcome.of(e);
    }
  }

  /** Every row of a query of one column. */
  String linesOf(String query) throws SQLException {
    StringBuilder lines = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        lines.append(row.getString(1)).append('\n');
      }
    }
    return lines.toString();
  }

  /** What the server said beside the answer. */
  String warningOf(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return String.valueOf(statement.getWarnings());
    }
  }

  /** The first value of the last of several statements, prepared as a host's would be. */
  String lastOf(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      String value = "";
      boolean rows = statement.execute();
      while (rows || statement.getUpdateCount() >= 0) {
        if (rows) {
          try (ResultSet row = statement.getResultSet()) {
            value = row.next() ? row.getString(1) : "nothing";
          }
        }
        rows = statement.getMoreResults();
      }
      return value;
    }
  }

  private static long first(Statement statement) throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      String value = row.next() ? row.getString(1) : null;
      return value == null || !value.matches("-?[0-9]+") ? 0 : Long.parseLong(value);
    }
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

  String valueOf(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : "nothing";
    }
  }

  void rollBack() {
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
