// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.store.Directory;
import io.hermesx.core.store.Leases;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A store that fails at a moment of a test's choice and is otherwise the store behind it: for tests
 * of what runs on a store. Thread-safe.
 */
public final class FaultyStore implements Store {

  private final Store store;
  private final AtomicInteger transactions = new AtomicInteger();
  private volatile int failing;
  private volatile Moment moment = Moment.BEGIN;
  private volatile boolean away;

  private FaultyStore(Store store) {
    this.store = store;
  }

  /** When a transaction fails. */
  public enum Moment {
    /** Before any work was done; it is safe to try again. */
    BEGIN,
    /** After the work, before anything was kept; it is safe to try again. */
    COMMIT,
    /** After everything was kept, before the caller heard of it; trying again may do it twice. */
    ANSWER
  }

  /** Returns a store that works like the given one until it is told to fail. */
  public static FaultyStore around(Store store) {
    return new FaultyStore(store);
  }

  /**
   * Makes one of the transactions that write, counted from now on, fail.
   *
   * @param transaction 1 for the next one
   */
  public void failAt(int transaction, Moment when) {
    moment = when;
    failing = transactions.get() + transaction;
  }

  /** Makes every transaction fail at its begin, until {@link #comeBack}. */
  public void goAway() {
    away = true;
  }

  /** Makes transactions work again. */
  public void comeBack() {
    away = false;
  }

  /** Returns how many transactions that write were begun so far. */
  public int transactions() {
    return transactions.get();
  }

  @Override
  public TenantStore forTenant(TenantId tenant) {
    return new FaultyTenantStore(store.forTenant(tenant));
  }

  @Override
  public AuditLog auditLog() {
    return store.auditLog();
  }

  @Override
  public Directory directory() {
    return store.directory();
  }

  @Override
  public Leases leases() {
    return store.leases();
  }

  @Override
  public List<Sweep> sweeps() {
    return store.sweeps();
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T attempt(TenantStore tenant, Function<TenantTx, T> work) {
    requireThere();
    if (transactions.incrementAndGet() != failing) {
      return tenant.tx(work);
    }
    return switch (moment) {
      case BEGIN -> throw failure(StoreFailure.UNAVAILABLE);
      case COMMIT ->
          tenant.tx(
              tx -> {
                T unused = work.apply(tx);
                throw failure(StoreFailure.UNAVAILABLE);
              });
      case ANSWER -> {
        tenant.tx(work);
        throw failure(StoreFailure.UNKNOWN);
      }
    };
  }

  private void requireThere() {
    if (away) {
      throw failure(StoreFailure.UNAVAILABLE);
    }
  }

  private static StoreException failure(StoreFailure failure) {
    return new StoreException("the store fails on request of a test", failure);
  }

  private final class FaultyTenantStore implements TenantStore {

    private final TenantStore tenant;

    private FaultyTenantStore(TenantStore tenant) {
      this.tenant = tenant;
    }

    @Override
    public TenantId tenant() {
      return tenant.tenant();
    }

    @Override
    public <T> T tx(Function<TenantTx, T> work) {
      return attempt(tenant, work);
    }

    @Override
    public <T> T readOnly(Function<TenantTx, T> work) {
      requireThere();
      return tenant.readOnly(work);
    }
  }
}
