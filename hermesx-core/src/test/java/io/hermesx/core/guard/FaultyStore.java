// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A real store that a test can take away: before a transaction begins, before it commits, or after
 * it has committed.
 */
final class FaultyStore implements Store {

  enum Fault {
    NONE,
    BEFORE_BEGIN,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final Store store;
  private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);

  FaultyStore(Store store) {
    this.store = store;
  }

  void fail(Fault next) {
    fault.set(next);
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

  private final class FaultyTenantStore implements TenantStore {

    private final TenantStore tenantStore;

    FaultyTenantStore(TenantStore tenantStore) {
      this.tenantStore = tenantStore;
    }

    @Override
    public TenantId tenant() {
      return tenantStore.tenant();
    }

    @Override
    public <T> T tx(Function<TenantTx, T> work) {
      failOn(Fault.BEFORE_BEGIN, StoreFailure.UNAVAILABLE);
      T result =
          tenantStore.tx(
              tx -> {
                T value = work.apply(tx);
                failOn(Fault.BEFORE_COMMIT, StoreFailure.UNAVAILABLE);
                return value;
              });
      failOn(Fault.AFTER_COMMIT, StoreFailure.UNKNOWN);
      return result;
    }

    @Override
    public <T> T readOnly(Function<TenantTx, T> work) {
      failOn(Fault.BEFORE_BEGIN, StoreFailure.UNAVAILABLE);
      return tenantStore.readOnly(work);
    }

    private void failOn(Fault wanted, StoreFailure failure) {
      if (fault.get() == wanted) {
        throw new StoreException(
            "the test took the store away", failure, new IllegalStateException());
      }
    }
  }
}
