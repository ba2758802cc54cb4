// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Begins a transaction with its first statement, in one round trip, and ends it.
 *
 * <p>The driver would send a begin of its own in front, as a query of the simple protocol. When the
 * server refuses only that, because somebody cancels just then, it still carries out what is on the
 * way behind it, and commits it at the sync: of a transaction that failed, the first statement
 * would be kept. A begin of the extended protocol takes everything up to the sync with it.
 */
final class TransactionBlock {

  /** What a first statement that may write has in front. */
  static final String BEGIN = "begin; ";

  /** What a first statement that only reads has in front. */
  static final String BEGIN_READ_ONLY = "begin read only; ";

  private static final String FAILED = "25P02";
  private static final String UNSUPPORTED = "0A000";

  private TransactionBlock() {}

  /**
   * Runs a statement that has a begin in front, after which the result behind that of the begin is
   * the current one.
   *
   * @param connection without a transaction, and not one that commits each statement, which it is
   *     for as long as this takes: that is how the driver is told to send no begin
   */
  static void open(Connection connection, PreparedStatement first) throws SQLException {
    connection.setAutoCommit(true);
    try {
      first.execute();
    } catch (SQLException | RuntimeException | Error e) {
      try {
        connection.setAutoCommit(false);
      } catch (SQLException broken) {
        e.addSuppressed(broken);
        abort(connection);
      }
      throw e;
    }
    connection.setAutoCommit(false);
    first.getMoreResults();
  }

  /**
   * Commits. To commit a transaction that has failed is an error here, as it is to nobody else: the
   * server answers it with ROLLBACK, and the driver takes that for a success.
   *
   * @throws SQLException with state 25P02 if a statement of it failed, 0A000 if the connection does
   *     not tell, or what the server says; with the former two nothing was kept
   */
  static void commit(Connection connection) throws SQLException {
    if (hasFailed(connection)) {
      throw new SQLException("a statement of the transaction failed", FAILED);
    }
    connection.commit();
  }

  /** What the server said about the transaction with its last answer, so without a round trip. */
  private static boolean hasFailed(Connection connection) throws SQLException {
    if (!tells(connection)) {
      throw new SQLException(CommitProbe.FAULT, UNSUPPORTED);
    }
    return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
  }

  /** Whether a connection tells what the server says of its transaction. */
  static boolean tells(Connection connection) throws SQLException {
    return connection.isWrapperFor(BaseConnection.class);
  }

  /** Takes back whatever was not committed. */
  static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException cancelled) {
      rollBackAgain(connection);
    }
  }

  /** One that was cancelled leaves a transaction that has failed, but is open. */
  private static void rollBackAgain(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      abort(connection);
    }
  }

  /** Whatever state it is in, nobody gets it again, and the server takes its transaction back. */
  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it. What is under way says why.
    }
  }
}
