// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.store.Store;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the store in memory promises beyond the contract, and how it gives back what it held. */
class MemoryStoreAtomicityTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final Amounts TEN = new Amounts(10, 0, 0);

  private final MutableClock clock = MutableClock.create();
  private final Store store = MemoryStore.create(clock);
  private final StoreSamples samples = new StoreSamples(TestIds.create());

  @Test
  void commit_auditStageFails_nothingIsKept() {
    MemoryTenantStore tenant =
        new MemoryTenantStore(
            ACME,
            MemoryShared.create(
                new TransactionClock(clock),
                (id, events) -> {
                  throw new StoreException("no room on the stage", StoreFailure.UNAVAILABLE);
                }));

    assertThatThrownBy(
            () ->
                tenant.tx(
                    tx -> {
                      tx.usage().append(samples.usage("call", tx.now(), 1));
                      tx.audit().stage(samples.event(ACME));
                      return true;
                    }))
        .isInstanceOf(StoreException.class)
        .hasMessage("no room on the stage");

    assertThat(usageEvents(tenant)).isZero();
  }

  @Test
  void commit_nothingStaged_asksNoStage() {
    AtomicInteger asked = new AtomicInteger();
    MemoryTenantStore tenant =
        new MemoryTenantStore(
            ACME,
            MemoryShared.create(
                new TransactionClock(clock), (id, events) -> asked.incrementAndGet() > 0));

    tenant.tx(tx -> tx.usage().append(samples.usage("call", tx.now(), 1)));

    assertThat(asked).hasValue(0);
    assertThat(usageEvents(tenant)).isEqualTo(1);
  }

  @Test
  void tx_ofAnotherTenantInside_isRefusedBecauseItCouldWaitForEver() {
    store
        .forTenant(ACME)
        .tx(
            tx -> {
              assertThatThrownBy(() -> store.forTenant(GLOBEX).tx(TenantTx::now))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("open already");
              return true;
            });

    Instant later = store.forTenant(GLOBEX).tx(TenantTx::now);
    assertThat(later).isEqualTo(MutableClock.START);
  }

  @Test
  void tx_insideOneOfAnotherStore_isAllowed() {
    Store other = MemoryStore.create(clock);

    Instant inside = store.forTenant(ACME).tx(tx -> other.forTenant(ACME).tx(TenantTx::now));

    assertThat(inside).isEqualTo(MutableClock.START);
  }

  @Test
  void tx_ofTwoTenants_runSideBySide() {
    Instant other =
        store
            .forTenant(ACME)
            .tx(
                tx ->
                    Contention.run(1, thread -> () -> store.forTenant(GLOBEX).tx(TenantTx::now))
                        .get(0));

    assertThat(other).isEqualTo(MutableClock.START);
  }

  @Test
  void close_whileATransactionRuns_letsItEnd() {
    TenantStore acme = store.forTenant(ACME);

    boolean kept =
        acme.tx(
            tx -> {
              store.close();
              return tx.usage().append(samples.usage("call", tx.now(), 1));
            });

    assertThat(kept).isTrue();
    assertThatThrownBy(() -> acme.tx(TenantTx::now)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> sweep().run()).isInstanceOf(StoreException.class);
    store.close();
  }

  @Test
  void sweep_afterADay_forgetsWhatEndedAndNothingElse() {
    TenantStore acme = store.forTenant(ACME);
    ReserveRequest closed = reserve(acme, StoreSamples.TTL);
    ReserveRequest expired = reserve(acme, StoreSamples.TTL);
    ReserveRequest open = reserve(acme, Duration.ofDays(9));
    settle(acme, closed);
    clock.advance(Duration.ofDays(1).minusNanos(1_000));
    assertThat(sweep().run()).isZero();

    clock.advance(Duration.ofNanos(1_000));
    assertThat(sweep().run()).isEqualTo(1);
    clock.advance(StoreSamples.TTL);
    assertThat(sweep().run()).isEqualTo(1);

    assertThat(settle(acme, closed)).isEqualTo(SettleResult.NOT_FOUND);
    assertThat(settle(acme, expired)).isEqualTo(SettleResult.NOT_FOUND);
    assertThat(settle(acme, open)).isEqualTo(SettleResult.SETTLED);
  }

  @Test
  void sweep_settledLate_isRememberedADayFromThen() {
    TenantStore acme = store.forTenant(ACME);
    ReserveRequest late = reserve(acme, StoreSamples.TTL);
    ReserveRequest never = reserve(acme, StoreSamples.TTL);
    clock.advance(Duration.ofHours(20));
    settle(acme, late);
    clock.advance(Duration.ofHours(20));

    assertThat(sweep().run()).isEqualTo(1);

    assertThat(settle(acme, never)).isEqualTo(SettleResult.NOT_FOUND);
    assertThat(settle(acme, late)).isEqualTo(SettleResult.ALREADY_CLOSED);
    clock.advance(Duration.ofHours(4));
    assertThat(sweep().run()).isEqualTo(1);
    assertThat(settle(acme, late)).isEqualTo(SettleResult.NOT_FOUND);
  }

  @Test
  void sweep_muchToDo_doesABoundedPartOfAllTenants() {
    for (TenantId tenant : new TenantId[] {ACME, GLOBEX}) {
      for (int i = 0; i < 600; i++) {
        settle(store.forTenant(tenant), reserve(store.forTenant(tenant), StoreSamples.TTL));
      }
    }
    clock.advance(Duration.ofDays(2));

    assertThat(sweep().run()).isEqualTo(1_000);
    assertThat(sweep().run()).isEqualTo(200);
    assertThat(sweep().run()).isZero();
  }

  @Test
  void sweep_afterARolledBackSettle_forgetsNothingOfTheNextAttempt() {
    TenantStore acme = store.forTenant(ACME);
    ReserveRequest first = samples.reserve(TEN, clock.instant());
    assertThatThrownBy(
            () ->
                acme.tx(
                    tx -> {
                      tx.budgets().reserve(first);
                      tx.budgets().settle(first.id(), TEN);
                      throw new ArithmeticException("after all");
                    }))
        .isInstanceOf(ArithmeticException.class);
    ReserveRequest again =
        new ReserveRequest(
            first.id(), first.dimensions(), TEN, clock.instant().plus(Duration.ofDays(9)));
    acme.tx(tx -> tx.budgets().reserve(again));
    clock.advance(Duration.ofDays(2));

    assertThat(sweep().run()).isZero();

    assertThat(settle(acme, again)).isEqualTo(SettleResult.SETTLED);
  }

  @Test
  void request_approvalsWhoseTimeIsOver_areNoLongerLookedThrough() {
    TenantRows rows = new TenantRows();
    MemoryTenantStore tenant =
        new MemoryTenantStore(
            ACME, MemoryShared.create(new TransactionClock(clock), (id, events) -> true));
    Instant now = clock.instant();
    for (int i = 0; i < 5; i++) {
      MemoryTx tx = new MemoryTx(tenant, now, rows, true);
      tx.approvals().request(samples.approval("run", "call-" + i, now));
      now = now.plus(StoreSamples.TTL);
    }

    assertThat(rows.approvals.open).hasSize(1);
    assertThat(rows.approvals.byId).hasSize(5);
  }

  @Test
  void rollBack_acrossAPeriodChange_leavesTheNewPeriodEmpty() {
    TenantStore acme = store.forTenant(ACME);
    acme.tx(
        tx -> {
          tx.budgets().define(Budget.usd("tenant", 100, BudgetPeriod.DAY));
          return true;
        });
    ReserveRequest open = reserve(acme, Duration.ofDays(9));
    clock.advance(Duration.ofDays(1));

    assertThatThrownBy(
            () ->
                acme.tx(
                    tx -> {
                      tx.budgets().settle(open.id(), TEN);
                      tx.budgets().define(Budget.usd("tenant", 5, BudgetPeriod.HOUR));
                      tx.budgets().remove("tenant");
                      throw new ArithmeticException("after all");
                    }))
        .isInstanceOf(ArithmeticException.class);

    BudgetState state = acme.readOnly(tx -> tx.budgets().states(StoreSamples.DIMENSIONS)).get(0);
    assertThat(state)
        .isEqualTo(
            new BudgetState(
                Budget.usd("tenant", 100, BudgetPeriod.DAY),
                Instant.parse("2026-11-21T00:00:00Z"),
                0,
                0));
    assertThat(settle(acme, open)).isEqualTo(SettleResult.SETTLED);
  }

  private ReserveRequest reserve(TenantStore tenant, Duration duration) {
    return tenant.tx(
        tx -> {
          ReserveRequest sample = samples.reserve(TEN, tx.now());
          ReserveRequest request =
              new ReserveRequest(sample.id(), sample.dimensions(), TEN, tx.now().plus(duration));
          tx.budgets().reserve(request);
          return request;
        });
  }

  private static SettleResult settle(TenantStore tenant, ReserveRequest request) {
    return tenant.tx(tx -> tx.budgets().settle(request.id(), TEN));
  }

  private Sweep sweep() {
    return store.sweeps().get(0);
  }

  private static int usageEvents(TenantStore tenant) {
    return tenant.readOnly(tx -> tx.usage().list(Instant.EPOCH, tx.now().plusSeconds(1), 9)).size();
  }
}
