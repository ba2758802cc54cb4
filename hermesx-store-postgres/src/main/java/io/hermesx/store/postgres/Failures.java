// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what the driver throws into a {@link StoreException} that says what happened, whether
 * anything can have been kept, and what to do; never what was in a row or a parameter.
 */
final class Failures {

  private Failures() {}

  /** For a connection that was not to be had: nothing was sent. */
  static StoreException ofConnecting(SQLException e) {
    return ofConnectingTo("PostgreSQL", e);
  }

  /**
   * For a connection that was not to be had.
   *
   * @param place host, port and database
   */
  static StoreException ofConnectingTo(String place, SQLException e) {
    if (e.getCause() instanceof InterruptedException) {
      return new StoreException(
          "the thread was interrupted while it waited for a connection to " + place, true, e);
    }
    SQLException told = toldBy(e);
    return new StoreException(
        "no connection to " + place + " was to be had" + state(told) + advice(told),
        true,
        withoutData(told));
  }

  /** What the pool was told; its own exception says only that it gave up. */
  private static SQLException toldBy(SQLException e) {
    return e.getCause() instanceof SQLException cause ? cause : e;
  }

  /** For a statement inside a transaction: it has not committed, and now never will. */
  static StoreException ofStatement(SQLException e) {
    return new StoreException(
        "PostgreSQL did not carry out a statement" + state(e) + advice(e), true, withoutData(e));
  }

  /** For the commit itself: unless the server said no, it may have happened. */
  static StoreException ofCommit(SQLException e) {
    boolean kept = maybeCommitted(e);
    return new StoreException(
        (kept
                ? "the answer to a commit never came: it may have been kept or not"
                : "PostgreSQL refused a commit: nothing was kept")
            + state(e)
            + advice(e),
        !kept,
        withoutData(e));
  }

  /**
   * Tells whether a commit that ended this way may have happened: the server only then said no if
   * it answered with an error that leaves the connection standing.
   */
  static boolean maybeCommitted(SQLException e) {
    String state = e.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57")
        || state.startsWith("58")
        || state.startsWith("XX");
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + constraint(e) + ")";
  }

  private static String constraint(SQLException e) {
    ServerErrorMessage server = server(e);
    return server == null || server.getConstraint() == null
        ? ""
        : ", constraint " + server.getConstraint();
  }

  private static String advice(SQLException e) {
    return ": " + SqlStates.advice(e.getSQLState());
  }

  /** The exception without what the server quotes from rows. */
  private static Throwable withoutData(SQLException e) {
    if (server(e) == null) {
      return e;
    }
    SQLException plain = new SQLException("PostgreSQL said " + e.getSQLState(), e.getSQLState());
    plain.setStackTrace(e.getStackTrace());
    return plain;
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
  }
}
