// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A connection whose transaction belongs to a tenant before its first statement does anything.
 *
 * <p>The statement that says so, the {@link Context}, travels in front of the first statement, in
 * one round trip: both are one composite statement, of which the caller sees the second half only.
 * Whatever cannot be prefixed, such as a batch, sends the context by itself first. Everything that
 * the context sets ends with the transaction. Not thread-safe.
 *
 * <p>In an explicit transaction it does not matter where the driver puts its sync messages, behind
 * an error it sends nothing more. For {@linkplain #alone steps alone}, statement and context are
 * one implicit transaction, which is over with the one sync message behind both; the next statement
 * then gets the context again.
 */
final class TenantConnection extends DefaultConnection {

  private final Context context;
  private final boolean alone;
  private final boolean writable;
  private @Nullable Instant time;
  private boolean failed;

  private TenantConnection(
      Connection connection, Context context, boolean alone, boolean writable) {
    super(connection);
    this.context = context;
    this.alone = alone;
    this.writable = writable;
  }

  /** For an explicit transaction, which the connection is in or the context begins. */
  static TenantConnection together(Connection connection, Context context) {
    return new TenantConnection(connection, context, false, true);
  }

  /** For statements each of which is a transaction by itself, on a connection that commits each. */
  static TenantConnection alone(Connection connection, Context context, boolean writable) {
    return new TenantConnection(connection, context, true, writable);
  }

  /** The time of the transaction by the server's clock; one round trip if nothing was sent yet. */
  Instant time() throws SQLException {
    sendContext();
    if (time == null) {
      throw new SQLException("the transaction never learnt its time", "25P02");
    }
    return time;
  }

  /** Whether the time of the transaction is known. */
  boolean knowsTime() {
    return time != null;
  }

  /** Makes sure that the transaction has its tenant, or that the time is known. */
  void sendContext() throws SQLException {
    sendContext(false);
  }

  /**
   * As {@link #sendContext}, without a statement that the driver prepared in the session before:
   * SQL that was smuggled in could have put another one in its place.
   */
  void sendContextUnnamed() throws SQLException {
    sendContext(true);
  }

  private void sendContext(boolean unnamed) throws SQLException {
    if (time == null) {
      try (PreparedStatement statement = getDelegate().prepareStatement(context.sql())) {
        if (unnamed) {
          statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        context.bind(statement);
        runFirst(statement);
      }
    }
  }

  /** As {@link #sendContext}, for a statement that cannot carry it in front. */
  void sendContextFor(String kind) throws SQLException {
    if (alone) {
      throw new SQLException("a step alone sends no " + kind + ": run it in a transaction");
    }
    sendContext();
  }

  void bindContext(PreparedStatement statement) throws SQLException {
    context.bind(statement);
  }

  /** How many parameters stand in front of those of the statement. */
  int contextParameters() {
    return context.values().size();
  }

  /** Runs a statement that has the context in front, and takes the context's result out. */
  void runFirst(PreparedStatement statement) throws SQLException {
    requireWhole();
    failed = true;
    if (!context.opens()) {
      statement.execute();
    } else if (time == null) {
      TransactionBlock.open(getDelegate(), statement);
    } else {
      statement.execute(); // prepared before another was the first: its begin does nothing
      statement.getMoreResults();
    }
    Instant shown = context.read(statement);
    failed = false;
    time = time == null ? shown : time;
  }

  /**
   * Checks that there is a transaction, unless nothing was sent: without its first statement there
   * is none, and what came after it would be one of its own.
   */
  void requireWhole() throws SQLException {
    if (failed && !alone) {
      throw new SQLException("the first statement of the transaction failed", "25P02");
    }
  }

  /** What a statement that failed amounts to. */
  StoreException failure(SQLException e) {
    return alone && writable ? Failures.ofStep(e) : Failures.ofStatement(e);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    if (!alone && time != null) {
      return getDelegate().prepareStatement(sql);
    }
    return PrefixedStatement.of(this, getDelegate().prepareStatement(context.sql() + "; " + sql));
  }
}
