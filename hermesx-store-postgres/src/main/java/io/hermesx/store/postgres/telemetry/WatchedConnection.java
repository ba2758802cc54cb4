// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres.telemetry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jooq.tools.jdbc.DefaultConnection;

/**
 * A connection on which every statement, commit and rollback that is sent has its span. It stands
 * below everything else of the store, next to the driver, so that it sees what is on the wire: a
 * context that travels in front of a statement, and a commit that travels behind one, are part of
 * that statement's span. Not thread-safe.
 */
final class WatchedConnection extends DefaultConnection {

  private final Operations operations;
  private final CommitOutcome outcome;
  private final Predicate<SQLException> maybeCommitted;

  /** Whether something was sent that is neither committed nor rolled back. */
  private boolean open;

  WatchedConnection(
      Connection connection,
      Operations operations,
      CommitOutcome outcome,
      Predicate<SQLException> maybeCommitted) {
    super(connection);
    this.operations = operations;
    this.outcome = outcome;
    this.maybeCommitted = maybeCommitted;
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return new WatchedStatement(
        getDelegate().prepareStatement(sql), operations.of(sql), this::send);
  }

  /** The driver sends it only where a transaction is open. */
  @Override
  public void commit() throws SQLException {
    if (open) {
      send(
          operations.of(Operation.COMMIT),
          () -> {
            getDelegate().commit();
            return true;
          });
    } else {
      getDelegate().commit();
      outcome.committed();
    }
  }

  @Override
  public void rollback() throws SQLException {
    if (open) {
      open = false;
      operations.run(
          operations.of(Operation.ROLLBACK),
          () -> {
            getDelegate().rollback();
            return true;
          });
    } else {
      getDelegate().rollback();
    }
  }

  private <T> T send(Operation operation, SqlCall<T> call) throws SQLException {
    open = true;
    try {
      T answer = operations.run(operation, call);
      if (operation.commits()) {
        open = false;
        outcome.committed();
      }
      return answer;
    } catch (SQLException e) {
      if (operation.commits() && maybeCommitted.test(e)) {
        outcome.unknown();
      }
      throw e;
    }
  }
}
