// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.store.Directory;
import io.hermesx.core.store.Leases;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

/**
 * A {@link Store} on PostgreSQL 15 or newer: every promise of the contract, durably, shared by as
 * many processes as there are.
 *
 * <p>Row-level security keeps tenants apart: each transaction belongs to one tenant before its
 * first statement does anything, and the database refuses everything else, also where a statement
 * forgets its {@code where}. The store therefore works with a login that owns nothing and can
 * bypass nothing; {@link PostgresStoreBuilder#build} looks, and refuses any other. {@link
 * Migrations} makes the tables.
 *
 * <p>Thread-safe; blocks on the network. A thread has one transaction open at a time. {@link
 * #close} closes the pool if the store made it, and leaves a {@link DataSource} of the host alone.
 */
public final class PostgresStore implements Store {

  private final Transactions transactions;
  private final AutoCloseable pool;
  private final AuditLog auditLog;
  private final Directory directory;
  private final Leases leases;
  private final List<Sweep> sweeps;

  PostgresStore(Transactions transactions, AutoCloseable pool) {
    this.transactions = transactions;
    this.pool = pool;
    this.auditLog = new PostgresAuditLog(transactions);
    this.directory = new PostgresDirectory(transactions);
    this.leases = new PostgresLeases(transactions);
    this.sweeps =
        List.of(
            new ReservationSweep(transactions),
            new IdempotencySweep(transactions),
            new RateSweep(transactions));
  }

  /** Starts a store that makes a pool of its own; it needs a url, a user and a password. */
  public static PostgresStoreBuilder builder() {
    return new PostgresStoreBuilder(null);
  }

  /**
   * Starts a store on a pool of the host, which the host closes after the store.
   *
   * @param source gives connections of the application login, with PostgreSQL's own driver; nothing
   *     but the store uses them, because SQL of a host's own that somebody can smuggle into could
   *     leave something in a session that the store's next statement runs
   */
  public static PostgresStoreBuilder builder(DataSource source) {
    return new PostgresStoreBuilder(source);
  }

  @Override
  public TenantStore forTenant(TenantId tenant) {
    return new PostgresTenantStore(transactions, tenant);
  }

  /**
   * Makes a transaction that the host opened one of a tenant: from here to its end, every statement
   * on the connection is bound to the rows of the tenant, in the tables of the store and in those
   * that the host protects, and the store's steps can be part of it. One round trip.
   *
   * <p>The host commits or rolls back. What {@link TenantStore#tx} of the returned store does is
   * kept if the host commits; where the work throws, it alone is taken back, to a savepoint. Audit
   * events are staged at the end of that work. The returned store is good until the transaction
   * ends, and for the thread that uses the connection; joining again for the same tenant does no
   * harm. In the next transaction of the connection nothing of this is left.
   *
   * @param tenant the tenant
   * @param connection one with PostgreSQL's own driver, in an open transaction (no auto-commit) at
   *     the isolation level read committed, of a login that row-level security binds, such as a
   *     member of {@code hermesx_app}
   * @throws IllegalStateException if the connection commits each statement by itself, or is not one
   *     of PostgreSQL's driver
   * @throws io.hermesx.core.store.StoreException if the database refuses it: the transaction
   *     belongs to another tenant already, the isolation level is another, row-level security does
   *     not bind the login, or something temporary is left in the session, such as a table that was
   *     not dropped on commit, which SQL of another tenant may have put there
   */
  public TenantStore join(TenantId tenant, Connection connection) {
    HostConnection.requireJoinable(connection);
    transactions.join(connection, tenant);
    return new JoinedTenantStore(transactions, connection, tenant);
  }

  @Override
  public AuditLog auditLog() {
    return auditLog;
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public Leases leases() {
    return leases;
  }

  @Override
  public List<Sweep> sweeps() {
    return sweeps;
  }

  /**
   * Closes the store. Transactions under way come to their end or fail; later ones are refused with
   * a {@link io.hermesx.core.store.StoreException}. Closing twice does nothing.
   */
  @Override
  public void close() {
    transactions.close();
    try {
      pool.close();
    } catch (Exception e) {
      throw new IllegalStateException("the pool could not be closed", e);
    }
  }
}
