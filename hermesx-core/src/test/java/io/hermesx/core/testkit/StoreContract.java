// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import io.hermesx.core.store.Store;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the suites of a {@link Store} share. Whoever writes a store extends each of them and says
 * how to open an empty one: {@link ReceiptsContract}, {@link ApprovalsContract}, {@link
 * BudgetLedgerContract}, {@link BudgetTimeContract}, {@link UsageLogContract}, {@link
 * TransactionContract}, {@link TenantIsolationContract}, {@link LeasesContract}, {@link
 * TenantsContract}, {@link ApiKeysContract}, {@link SessionsContract}, {@link IdempotencyContract},
 * {@link DirectoryContract}, {@link SandboxPoliciesContract}.
 */
public abstract class StoreContract {

  /** The tenant that tests are about. */
  protected static final TenantId ACME = TenantId.named("acme");

  /** Another one. */
  protected static final TenantId GLOBEX = TenantId.named("globex");

  private final MutableClock clock = MutableClock.create();
  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private Store store;

  /** Creates the suite. */
  protected StoreContract() {}

  /**
   * Opens a store without any row in it.
   *
   * @param clock the store's clock; a store on a server's clock leaves it aside and overrides
   *     {@link #advance}
   */
  protected abstract Store open(MutableClock clock);

  /** Moves the time that the store sees. */
  protected void advance(Duration by) {
    clock.advance(by);
  }

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** The store under test. */
  protected final Store store() {
    return store;
  }

  /** The part of {@link #ACME}. */
  protected final TenantStore acme() {
    return store.forTenant(ACME);
  }

  /** The part of {@link #GLOBEX}. */
  protected final TenantStore globex() {
    return store.forTenant(GLOBEX);
  }

  /** Rows with identifiers of this test's own. */
  protected final StoreSamples samples() {
    return samples;
  }

  /** The time of the store. */
  protected final Instant now() {
    return acme().readOnly(TenantTx::now);
  }

  /** Works in a transaction of {@link #ACME}. */
  protected final <T> T tx(Function<TenantTx, T> work) {
    return acme().tx(work);
  }

  /** Works in a transaction of {@link #ACME}, also where {@link #tx} does its steps one by one. */
  protected final <T> T together(Function<TenantTx, T> work) {
    return store instanceof SingleStepStore steps
        ? steps.whole().forTenant(ACME).tx(work)
        : tx(work);
  }

  /** Everything of a tenant. */
  protected final TenantDump dump(TenantId tenant) {
    return TenantDump.of(store, tenant);
  }
}
