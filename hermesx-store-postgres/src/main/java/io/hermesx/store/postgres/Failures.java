// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Turns what the driver throws into a {@link StoreException} that says what happened, whether
 * anything can have been kept, and what to do next; never what was in a row or a parameter.
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
          "the thread was interrupted while it waited for a connection to " + place,
          StoreFailure.UNAVAILABLE,
          e);
    }
    SQLException told = toldBy(e);
    return new StoreException(
        "no connection to " + place + " was to be had" + state(told) + waiting(told),
        SqlStates.failure(told.getSQLState()),
        withoutData(told));
  }

  /** For a check of the server that stopped at something else than what it looks for. */
  static StoreException ofChecking(String place, SQLException e) {
    return new StoreException(
        "the self-check of " + place + " did not come to its end" + state(e) + advice(e),
        SqlStates.failure(e.getSQLState()),
        withoutData(e));
  }

  /** A pool that gave up without a word from the server had no connection free. */
  private static String waiting(SQLException e) {
    return e.getSQLState() == null
        ? ": every connection of the pool was in use; raise its size (poolSize, or your DataSource's) or try again later"
        : advice(e);
  }

  /** What the pool was told; its own exception says only that it gave up. */
  private static SQLException toldBy(SQLException e) {
    return e.getCause() instanceof SQLException cause ? cause : e;
  }

  /** For a statement inside a transaction: it has not committed, and now never will. */
  static StoreException ofStatement(SQLException e) {
    return new StoreException(
        "PostgreSQL did not carry out a statement" + state(e) + advice(e),
        SqlStates.failure(e.getSQLState()),
        withoutData(e));
  }

  /** For a connection that was gone before the commit was sent. */
  static StoreException ofLost() {
    return new StoreException(
        "the connection was lost before the commit: nothing was kept; the first failure of the"
            + " transaction says why",
        StoreFailure.UNAVAILABLE);
  }

  /**
   * For a step alone, whose commit travels with it: unless the server said no, it may have
   * happened.
   */
  static StoreException ofStep(SQLException e) {
    return maybeCommitted(e) ? unknown("a step", e) : ofStatement(e);
  }

  /**
   * Tells whether the driver parted a statement from the context in front of it: the server then
   * refused the statement for want of a tenant.
   */
  static boolean lostContext(StoreException e) {
    return e.getCause() instanceof SQLException cause
        && ("HX001".equals(cause.getSQLState()) || "HX005".equals(cause.getSQLState()));
  }

  /** Tells whether rows that are there, or the form of new ones, were in the way of a statement. */
  static boolean isIntegrity(StoreException e) {
    return hasState(e, "23");
  }

  /** Tells whether somebody else did at the same time what does not go with the statement. */
  static boolean isSerialization(StoreException e) {
    return hasState(e, "40001");
  }

  private static boolean hasState(StoreException e, String beginning) {
    return e.getCause() instanceof SQLException cause
        && cause.getSQLState() != null
        && cause.getSQLState().startsWith(beginning);
  }

  /** For the commit itself: unless the server said no, it may have happened. */
  static StoreException ofCommit(SQLException e) {
    return maybeCommitted(e)
        ? unknown("a commit", e)
        : new StoreException(
            "PostgreSQL refused a commit: nothing was kept" + state(e) + advice(e),
            SqlStates.failure(e.getSQLState()),
            withoutData(e));
  }

  private static StoreException unknown(String what, SQLException e) {
    return new StoreException(
        "the answer to "
            + what
            + " never came: it may have been kept or not"
            + state(e)
            + "; look, or do the same again with the same ids",
        StoreFailure.UNKNOWN,
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
        || state.startsWith("57P")
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
