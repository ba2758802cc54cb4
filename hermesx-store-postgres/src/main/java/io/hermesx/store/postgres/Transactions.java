// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Function;
import javax.sql.DataSource;

/** Begins, commits and rolls back. Thread-safe; one connection for each transaction. */
final class Transactions {

  private final Turnstile turnstile = new Turnstile();
  private final StoreClock clock = new StoreClock();
  private final DataSource source;
  private final Timeouts timeouts;
  private final Telemetry telemetry;

  Transactions(DataSource source, Timeouts timeouts, Telemetry telemetry) {
    this.source = source;
    this.timeouts = timeouts;
    this.telemetry = telemetry;
  }

  /** Runs a host's work: a thread that has such work open already is refused. */
  <T> T inTurn(TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    turnstile.enter();
    try {
      return run(tenant, writable, work);
    } finally {
      turnstile.leave();
    }
  }

  /** Runs work of the store's own, in a transaction beside whatever the thread has open. */
  <T> T aside(TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    turnstile.requireOpen();
    return run(tenant, writable, work);
  }

  /** Runs work that belongs to no tenant, in a transaction in which no row of a tenant is seen. */
  <T> T withoutTenant(ScopedWork<T> work) {
    Connection connection = telemetry.statements().on(connection(true));
    boolean done = false;
    try {
      T result = onItsOwn(new TenantConnection(connection, "", timeouts), work);
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
      close(connection);
    }
  }

  private static <T> T onItsOwn(TenantConnection connection, ScopedWork<T> work) {
    T result;
    try {
      result = work.on(connection);
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      throw Failures.ofCommit(e);
    }
    return result;
  }

  /** Returns the time of the transaction that the connection is in, as the store shows it. */
  Instant timeOf(TenantConnection connection) throws SQLException {
    return clock.at(connection.time());
  }

  void close() {
    turnstile.close();
  }

  private <T> T run(TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    return telemetry.transaction(writable, spans -> run(spans, tenant, writable, work));
  }

  private <T> T run(
      StatementSpans spans, TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    Connection connection = spans.on(connection(writable));
    try {
      TenantConnection scoped = new TenantConnection(connection, tenant.toString(), timeouts);
      return run(scoped, new PostgresTx(scoped, tenant, clock, writable), work);
    } finally {
      close(connection);
    }
  }

  private static <T> T run(
      TenantConnection connection, PostgresTx tx, Function<PostgresTx, T> work) {
    boolean done = false;
    try {
      T result = work.apply(tx);
      tx.requireAnswered();
      commit(connection, tx);
      done = true;
      return result;
    } finally {
      tx.end();
      if (!done) {
        rollBack(connection);
      }
    }
  }

  private Connection connection(boolean writable) {
    turnstile.requireOpen();
    Connection connection = null;
    try {
      connection = source.getConnection();
      connection.setAutoCommit(false);
      connection.setReadOnly(!writable);
      return connection;
    } catch (SQLException e) {
      if (connection != null) {
        close(connection);
      }
      throw Failures.ofConnecting(e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The transaction had its end before, and that is what counts.
    }
  }

  private static void commit(TenantConnection connection, PostgresTx tx) {
    try {
      AuditStage.commit(connection, tx);
      connection.commit();
    } catch (SQLException e) {
      throw Failures.ofCommit(e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it. What is under way says why.
    }
  }
}
