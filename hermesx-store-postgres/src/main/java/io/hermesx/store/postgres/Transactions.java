// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.step.Turnstile;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.ContextKey.Purpose;
import io.hermesx.store.postgres.telemetry.StatementSpans;
import io.hermesx.store.postgres.telemetry.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Begins, commits and rolls back. Thread-safe; one connection for each transaction. */
final class Transactions {

  private final Turnstile turnstile = new Turnstile();
  private final StoreClock clock = new StoreClock();
  private final DataSource source;
  private final Timeouts timeouts;
  private final ContextKey key;
  private final boolean stepsAlone;
  private final Telemetry telemetry;

  /**
   * @param stepsAlone whether the connections keep a statement and the context in front of it in
   *     one implicit transaction
   */
  Transactions(
      DataSource source,
      Timeouts timeouts,
      ContextKey key,
      boolean stepsAlone,
      Telemetry telemetry) {
    this.source = source;
    this.timeouts = timeouts;
    this.key = key;
    this.stepsAlone = stepsAlone;
    this.telemetry = telemetry;
  }

  /** Runs a host's work: a thread that has such work open already is refused. */
  <T> T inTurn(TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    return entering(() -> run(seal(tenant, Purpose.TENANT), tenant, writable, work));
  }

  /** Runs work of the store's own, in a transaction beside whatever the thread has open. */
  <T> T aside(TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    turnstile.requireOpen();
    return run(seal(tenant, Purpose.TENANT), tenant, writable, work);
  }

  /** Runs work of a tenant that may also look at others, once it put that on record. */
  <T> T administering(TenantId tenant, Function<PostgresTx, T> work) {
    turnstile.requireOpen();
    return run(seal(tenant, Purpose.ADMINISTRATION), tenant, true, work);
  }

  /**
   * Runs a single step, in one round trip where that is possible. It changes something by one
   * statement at most, so it can be run again if the driver parted that from its context: then the
   * database refused it.
   */
  <T> T step(TenantId tenant, boolean writable, Function<PostgresTx, T> step) {
    return entering(() -> stepAside(tenant, writable, step));
  }

  /** As {@link #step}, for one of the store's own, beside whatever the thread has open. */
  <T> T stepAside(TenantId tenant, boolean writable, Function<PostgresTx, T> step) {
    Context context = seal(tenant, Purpose.TENANT);
    return alone(
        context,
        writable,
        connection -> {
          PostgresTx tx = new PostgresTx(connection, tenant, clock, writable);
          try {
            return step.apply(tx);
          } finally {
            tx.end();
          }
        },
        () -> run(context, tenant, writable, step));
  }

  /** Runs a statement that belongs to no tenant, where no row of a tenant is seen. */
  <T> T withoutTenant(ScopedWork<T> work) {
    return withoutTenant(true, work);
  }

  /** As {@link #withoutTenant}, for a statement that only asks. */
  <T> T asking(ScopedWork<T> question) {
    return withoutTenant(false, question);
  }

  private <T> T withoutTenant(boolean writable, ScopedWork<T> work) {
    Context context = Context.of(key.sealSystem(), timeouts);
    return alone(context, writable, work, () -> together(context, writable, work));
  }

  /** Runs work inside a transaction that a host opened, and takes it back if it fails. */
  <T> T within(
      Connection connection, TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    return entering(() -> new JoinedTransaction(connection, tenant, this).run(writable, work));
  }

  /** Makes the transaction that a host opened one of a tenant. */
  void join(Connection connection, TenantId tenant) {
    turnstile.requireOpen();
    try {
      joining(connection, tenant).sendContextUnnamed();
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    }
  }

  TenantConnection joining(Connection connection, TenantId tenant) {
    return TenantConnection.together(
        telemetry.statements().on(connection),
        Context.joining(key.seal(tenant.value(), Purpose.TENANT)));
  }

  /** Returns the time of the transaction that the connection is in, as the store shows it. */
  Instant timeOf(TenantConnection connection) throws SQLException {
    return clock.at(connection.time());
  }

  StoreClock clock() {
    return clock;
  }

  void close() {
    turnstile.close();
  }

  private Context seal(TenantId tenant, Purpose purpose) {
    return Context.of(key.seal(tenant.value(), purpose), timeouts);
  }

  private <T> T entering(Supplier<T> work) {
    turnstile.enter();
    try {
      return work.get();
    } finally {
      turnstile.leave();
    }
  }

  private <T> T alone(
      Context context, boolean writable, ScopedWork<T> work, Supplier<T> inTransaction) {
    if (!stepsAlone) {
      return inTransaction.get();
    }
    try {
      return alone(context, writable, work);
    } catch (StoreException e) {
      if (Failures.lostContext(e)) {
        telemetry.contextSplit();
        return inTransaction.get();
      }
      throw e;
    }
  }

  private <T> T alone(Context context, boolean writable, ScopedWork<T> work) {
    Connection connection = telemetry.statements().on(connection());
    try {
      connection.setAutoCommit(true);
      return work.on(TenantConnection.alone(connection, context, writable));
    } catch (SQLException e) {
      throw writable ? Failures.ofStep(e) : Failures.ofStatement(e);
    } finally {
      close(connection);
    }
  }

  private <T> T together(Context context, boolean writable, ScopedWork<T> work) {
    return transacted(
        writable,
        connection -> {
          T result = work.on(TenantConnection.together(connection, context.opening(writable)));
          commit(connection, writable);
          return result;
        });
  }

  private <T> T run(
      Context context, TenantId tenant, boolean writable, Function<PostgresTx, T> work) {
    return transacted(
        writable,
        connection -> {
          TenantConnection scoped =
              TenantConnection.together(connection, context.opening(writable));
          PostgresTx tx = new PostgresTx(scoped, tenant, clock, writable);
          try {
            T result = work.apply(tx);
            tx.requireAnswered();
            requireThere(connection);
            requireWhole(scoped);
            AuditStage.commit(scoped, tx);
            commit(connection, writable);
            return result;
          } finally {
            tx.end();
          }
        });
  }

  /** Runs work on a connection in an explicit transaction; what it does not commit is undone. */
  private <T> T transacted(boolean writable, SqlWork<T> work) {
    return telemetry.transaction(writable, spans -> transacted(spans, work));
  }

  private <T> T transacted(StatementSpans spans, SqlWork<T> work) {
    Connection connection = spans.on(connection());
    boolean done = false;
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(false); // the begin says it; refused where a transaction is open
      T result = work.on(connection);
      done = true;
      return result;
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    } finally {
      if (!done) {
        TransactionBlock.rollBack(connection);
      }
      close(connection);
    }
  }

  private Connection connection() {
    turnstile.requireOpen();
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw Failures.ofConnecting(e);
    }
  }

  /** Work may have swallowed that the connection broke: then there is nothing to commit. */
  private static void requireThere(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      throw Failures.ofLost();
    }
  }

  /** Work may have swallowed that its first statement failed. */
  private static void requireWhole(TenantConnection connection) {
    try {
      connection.requireWhole();
    } catch (SQLException e) {
      throw Failures.ofCommit(e);
    }
  }

  private static void commit(Connection connection, boolean writable) {
    try {
      TransactionBlock.commit(connection);
    } catch (SQLException e) {
      throw writable ? Failures.ofCommit(e) : Failures.ofStatement(e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The transaction had its end before, and that is what counts.
    }
  }
}
