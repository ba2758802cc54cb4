// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.approval.Approvals;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditOutbox;
import io.hermesx.core.auth.apikey.ApiKeys;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.idempotency.IdempotencyKeys;
import io.hermesx.core.receipt.Receipts;
import io.hermesx.core.sandbox.TenantSandboxPolicies;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.store.Directory;
import io.hermesx.core.store.Leases;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.Tenants;
import io.hermesx.core.usage.UsageLog;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A store whose transactions are none: each step inside one is done by the step of the same name on
 * {@link TenantStore}, a transaction of its own. The suites of the sub-stores run on it, so that a
 * step alone does what it does among others. What is thrown takes nothing back.
 */
public final class SingleStepStore implements Store {

  private final Store store;

  /** Wraps a store, which is closed with it. */
  public SingleStepStore(Store store) {
    this.store = store;
  }

  /** The store whose transactions are some. */
  Store whole() {
    return store;
  }

  @Override
  public TenantStore forTenant(TenantId tenant) {
    TenantStore steps = store.forTenant(tenant);
    return new TenantStore() {
      @Override
      public TenantId tenant() {
        return tenant;
      }

      @Override
      public <T> T tx(Function<TenantTx, T> work) {
        return work.apply(new Steps(steps));
      }

      @Override
      public <T> T readOnly(Function<TenantTx, T> work) {
        return work.apply(new Steps(steps));
      }
    };
  }

  private record Steps(TenantStore store) implements TenantTx {

    @Override
    public TenantId tenant() {
      return store.tenant();
    }

    @Override
    public Instant now() {
      return store.readOnly(TenantTx::now);
    }

    @Override
    public Receipts receipts() {
      return store.receipts();
    }

    @Override
    public Approvals approvals() {
      return store.approvals();
    }

    @Override
    public BudgetLedger budgets() {
      return store.budgets();
    }

    @Override
    public UsageLog usage() {
      return store.usage();
    }

    @Override
    public Tenants tenants() {
      return store.tenants();
    }

    @Override
    public ApiKeys apiKeys() {
      return store.apiKeys();
    }

    @Override
    public Sessions sessions() {
      return store.sessions();
    }

    @Override
    public TenantSandboxPolicies sandboxPolicies() {
      return store.sandboxPolicies();
    }

    @Override
    public AuditOutbox audit() {
      return event -> store.run(tx -> tx.audit().stage(event));
    }

    @Override
    public IdempotencyKeys idempotency() {
      throw new IllegalStateException("a repeatable write is never a step alone");
    }
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
}
