// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.ratelimit.RateLimiterUnavailableException;
import io.hermesx.core.ratelimit.arithmetic.Layer;
import io.hermesx.core.ratelimit.shared.Answer;
import io.hermesx.core.ratelimit.shared.Command;
import io.hermesx.core.ratelimit.shared.RateBackend;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.Ticker;
import io.hermesx.store.postgres.ContextKey.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * State of rate limits in PostgreSQL. Commands of one tenant are one transaction of that tenant,
 * bound by row-level security like any other, in two round trips: {@link RateSql} says how. Leases
 * of limits that all tenants share are transactions of no tenant, through functions of the database
 * that reach nothing else.
 *
 * <p>The commit does not wait for the disk. A server that crashes forgets what was committed in the
 * last three times {@code wal_writer_delay} (0.6 s unless set), never a part of a batch; so that
 * much may be admitted twice then. Failing over to a standby that is behind forgets as much as it
 * is behind.
 *
 * <p>What takes longer than its patience is given up on both sides: the server ends a statement, or
 * a transaction that waits for its second half, after that time, so a JVM that stands still holds
 * up nobody for longer and charges nothing later.
 */
final class PostgresRateBackend implements RateBackend {

  /** What limits of all tenants lie in together. */
  private static final Object OF_ALL = "all tenants";

  private final DataSource source;
  private final AutoCloseable pool;
  private final ContextKey key;
  private final Ticker ticker = Ticker.system();
  private final Semaphore connections;
  private final LongUnaryOperator time;

  /**
   * @param source gives connections that do not commit by themselves, nothing else uses them
   * @param pool what to close
   * @param key seals the transactions
   * @param connections how many connections the source has
   */
  PostgresRateBackend(DataSource source, AutoCloseable pool, ContextKey key, int connections) {
    this(source, pool, key, connections, micros -> micros);
  }

  /**
   * @param time what the time is when the server's clock shows some microseconds
   */
  PostgresRateBackend(
      DataSource source,
      AutoCloseable pool,
      ContextKey key,
      int connections,
      LongUnaryOperator time) {
    this.source = source;
    this.pool = pool;
    this.key = key;
    this.connections = new Semaphore(connections, true);
    this.time = time;
  }

  @Override
  public Object partition(Command command) {
    boolean ofAll = false;
    boolean ofTenant = false;
    for (Layer layer : command.layers()) {
      ofAll |= layer.acrossTenants();
      ofTenant |= !layer.acrossTenants();
    }
    if (ofAll && ofTenant) {
      throw new IllegalArgumentException(
          "a command has limits of one tenant and of all, allowed: either");
    }
    return ofAll ? OF_ALL : command.request().tenant();
  }

  @Override
  public List<Answer> execute(List<Command> commands, Duration patience) {
    if (commands.isEmpty()) {
      return List.of();
    }
    Object partition = partition(commands.get(0));
    for (Command command : commands) {
      if (!partition.equals(partition(command))) {
        throw new IllegalArgumentException("commands of several partitions, allowed: of one");
      }
    }
    UUID tenant = partition instanceof TenantId id ? id.value() : null;
    Patience left = new Patience(ticker, patience);
    take(left);
    try {
      return executed(tenant, new RateWork(commands), left);
    } finally {
      connections.release();
    }
  }

  private List<Answer> executed(@Nullable UUID tenant, RateWork work, Patience left) {
    Connection connection = connection();
    try {
      RateTransaction transaction = new RateTransaction(connection, tenant, work);
      read(connection, transaction, sealed(tenant), left);
      return run(connection, transaction, left);
    } finally {
      end(connection);
    }
  }

  private String sealed(@Nullable UUID tenant) {
    return tenant == null ? key.sealSystem() : key.seal(tenant, Purpose.TENANT);
  }

  private static void read(
      Connection connection, RateTransaction transaction, String sealed, Patience left) {
    try {
      connection.setAutoCommit(false);
      connection.setNetworkTimeout(Runnable::run, left.millis());
      transaction.read(sealed, left.serverMillis());
    } catch (SQLException e) {
      throw unavailable(Failures.ofStatement(e));
    }
  }

  private List<Answer> run(Connection connection, RateTransaction transaction, Patience left) {
    try {
      connection.setNetworkTimeout(Runnable::run, left.millis());
      return transaction.run(time);
    } catch (SQLException e) {
      throw unavailable(Failures.ofStep(e));
    }
  }

  private void take(Patience left) {
    try {
      if (!connections.tryAcquire(left.nanos(), TimeUnit.NANOSECONDS)) {
        throw new RateLimiterUnavailableException(
            "every connection for rate limits was in use for as long as the call may take; raise"
                + " their number, or give it more time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RateLimiterUnavailableException(
          "the thread was interrupted while it waited for a connection for rate limits", e);
    }
  }

  private Connection connection() {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw unavailable(Failures.ofConnecting(e));
    }
  }

  private static RateLimiterUnavailableException unavailable(RuntimeException cause) {
    return new RateLimiterUnavailableException(
        "the rate limits in PostgreSQL are not to be had: " + cause.getMessage(), cause);
  }

  /** Rolls back, where the last statement did not commit, and gives the connection back. */
  private static void end(Connection connection) {
    try (connection) {
      TransactionBlock.rollBack(connection);
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it. What is under way says why.
    }
  }

  @Override
  public void close() {
    try {
      pool.close();
    } catch (Exception e) {
      throw new IllegalStateException("the pool for rate limits could not be closed", e);
    }
  }
}
