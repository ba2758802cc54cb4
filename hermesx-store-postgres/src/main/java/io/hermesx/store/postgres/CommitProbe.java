// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Tries whether the commit of a transaction that has failed is an error on connections of this
 * kind. The server answers it with ROLLBACK, which PostgreSQL's driver takes for a success: where
 * we could not see it either, work that swallowed a failed statement would be told that everything
 * was kept.
 */
final class CommitProbe {

  static final String FAULT =
      "its connections do not tell that a transaction has failed, so that the commit of one, which"
          + " keeps nothing, would count as a success; pass a DataSource whose connections unwrap to"
          + " those of org.postgresql";

  private static final String WORKS = "select 1";
  private static final String FAILS = "select 1 / 0";

  private CommitProbe() {}

  /**
   * Answers whether it is an error. Where the driver takes back a failed statement by itself
   * ({@code autosave=always}), the transaction has not failed, and its commit is a true one.
   *
   * @param connection without a transaction; has none afterwards, and does not commit by itself
   */
  static boolean holdsFor(Connection connection) throws SQLException {
    if (!TransactionBlock.tells(connection)) {
      return false;
    }
    connection.setAutoCommit(false);
    try {
      if (isCarriedOut(connection, FAILS) || isCarriedOut(connection, WORKS)) {
        return true;
      }
      return !isCommitted(connection);
    } finally {
      connection.rollback();
    }
  }

  private static boolean isCarriedOut(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      requireThere(connection, e);
      return false;
    }
  }

  private static boolean isCommitted(Connection connection) throws SQLException {
    try {
      TransactionBlock.commit(connection);
      return true;
    } catch (SQLException e) {
      requireThere(connection, e);
      return false;
    }
  }

  /** One that is gone has refused nothing. */
  private static void requireThere(Connection connection, SQLException e) throws SQLException {
    if (connection.isClosed()) {
      throw e;
    }
  }
}
