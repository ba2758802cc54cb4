// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.store.Sweep;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.TestIds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No budget is exceeded by many who work at once through several pools, and nothing is lost. */
class LedgerConcurrencyTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final int THREADS = 8;
  private static final int CALLS = 40;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Amounts TEN = new Amounts(10, 0, 0);

  /** Counters that do not say what the holds on them add up to. */
  private static final String UNBALANCED =
      """
      select count(*) from hermesx.budget_counters c where c.held <>
        (select coalesce(sum(h.amount), 0) from hermesx.budget_holds h
         where h.tenant_id = c.tenant_id and h.counter_id = c.id and h.live)""";

  private final TestIds ids = TestIds.create();
  private List<PostgresStore> stores = List.of();

  @BeforeEach
  void open() {
    stores = List.of(DATABASE.emptyStore(), DATABASE.store(), DATABASE.store());
  }

  @AfterEach
  void close() {
    stores.forEach(PostgresStore::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void ledger_manyThreadsWhileTimeGoesBy_neverExceedsALimitAndLosesNothing(long seed)
      throws SQLException {
    LedgerOffice office = new LedgerOffice();
    acme(0).run(tx -> LedgerOffice.budgets().forEach(tx.budgets()::define));
    AtomicInteger working = new AtomicInteger(THREADS);

    List<Integer> granted =
        Contention.run(
            THREADS + 2,
            thread ->
                () ->
                    switch (thread) {
                      case THREADS -> letTimeGoBy(working);
                      case THREADS + 1 -> redefine(working);
                      default -> {
                        try {
                          yield office.work(acme(thread), seed * 100 + thread, CALLS);
                        } finally {
                          working.decrementAndGet();
                        }
                      }
                    });

    assertThat(granted.stream().limit(THREADS).mapToInt(it -> it).sum()).isPositive();
    assertThat(count(UNBALANCED)).isZero();
    DATABASE.advance(Duration.ofHours(10));
    for (Budget budget : LedgerOffice.budgets()) {
      BudgetState state = state(budget);
      assertThat(state.held()).as(budget.name()).isZero();
      if (budget.unit() == BudgetUnit.NANO_USD) {
        assertThat(state.committed()).as(budget.name()).isEqualTo(office.spent(budget.only()));
      }
    }
    DATABASE.advance(Duration.ofHours(25));
    sweep();
    assertThat(count("select count(*) from hermesx.reservations")).isZero();
    assertThat(count("select count(*) from hermesx.budget_holds")).isZero();
    assertThat(count("select count(*) from hermesx.budget_counters where not current")).isZero();
    assertThat(count(UNBALANCED)).isZero();
  }

  @Test
  void reserve_manyThreadsAtTheStartOfAPeriod_fillItExactly() {
    Budget hourly =
        new Budget(
            "hourly",
            BudgetUnit.REQUESTS,
            20,
            BudgetPeriod.HOUR,
            ZoneOffset.UTC,
            Dimensions.none());
    acme(0).run(tx -> tx.budgets().define(hourly));
    for (int hour = 0; hour < 5; hour++) {
      DATABASE.advance(Duration.ofHours(1));

      List<Boolean> granted = Contention.run(30, thread -> () -> reserve(acme(thread)));

      assertThat(granted.stream().filter(it -> it)).hasSize(20);
      assertThat(state(hourly).held()).isEqualTo(20);
    }
  }

  @Test
  void reserve_sameIdFromManyThreads_holdsOnce() {
    acme(0).run(tx -> LedgerOffice.budgets().forEach(tx.budgets()::define));
    ReserveRequest request = request(TEN, HOUR);

    List<ReserveOutcome> outcomes =
        Contention.run(20, thread -> () -> acme(thread).tx(tx -> tx.budgets().reserve(request)));

    assertThat(outcomes).hasOnlyElementsOfType(ReserveOutcome.Granted.class);
    assertThat(state(LedgerOffice.budgets().get(0)).held()).isEqualTo(10);
  }

  @Test
  void settleAndExtend_atOnce_chargeOnceAndHoldNothing() throws SQLException {
    acme(0).run(tx -> LedgerOffice.budgets().forEach(tx.budgets()::define));
    for (int round = 0; round < 5; round++) {
      ReserveRequest request = request(TEN, HOUR);
      acme(0).run(tx -> tx.budgets().reserve(request));

      List<Object> answers =
          Contention.run(
              6,
              thread -> () -> thread % 2 == 0 ? settle(thread, request) : extend(thread, request));

      assertThat(answers).containsOnlyOnce(SettleResult.SETTLED);
      assertThat(state(LedgerOffice.budgets().get(0)).committed()).isEqualTo(4L * (round + 1));
      assertThat(state(LedgerOffice.budgets().get(0)).held()).isZero();
    }
    assertThat(count(UNBALANCED)).isZero();
  }

  @Test
  void reserve_inATransactionThatBeganBeforeAHoldWasSeenOver_doesNotCountItTwice() {
    Budget wide = LedgerOffice.budgets().get(0);
    acme(0).run(tx -> tx.budgets().define(wide));
    ReserveRequest crashed = request(new Amounts(wide.limit(), 0, 0), Duration.ofSeconds(1));
    acme(0).run(tx -> tx.budgets().reserve(crashed));

    SettleResult late =
        acme(0)
            .tx(
                early -> {
                  assertThat(early.now()).isBefore(crashed.expiresAt());
                  DATABASE.advance(Duration.ofSeconds(1));
                  ReserveRequest next = request(new Amounts(1, 0, 0), Duration.ofHours(1));
                  Contention.run(1, thread -> () -> acme(1).tx(tx -> tx.budgets().reserve(next)));
                  return early.budgets().settle(crashed.id(), new Amounts(7, 0, 0));
                });

    assertThat(late).isEqualTo(SettleResult.SETTLED_LATE);
    assertThat(state(wide).committed()).isEqualTo(7);
    assertThat(state(wide).held()).isEqualTo(1);
  }

  @Test
  void reserve_budgetWithoutRoom_waitsForNobody() {
    Budget wide = LedgerOffice.budgets().get(0);
    acme(0).run(tx -> tx.budgets().define(wide));
    acme(0).run(tx -> tx.budgets().reserve(request(new Amounts(wide.limit(), 0, 0), HOUR)));

    ReserveOutcome outcome =
        acme(0)
            .tx(
                holding -> {
                  holding.budgets().reserve(request(Amounts.ZERO, HOUR)); // has the counter locked
                  ReserveRequest more = request(new Amounts(1, 0, 0), HOUR);
                  return Contention.run(
                          1, thread -> () -> acme(1).tx(tx -> tx.budgets().reserve(more)))
                      .get(0);
                });

    assertThat(outcome).isInstanceOf(ReserveOutcome.Exceeded.class);
  }

  @Test
  void reserve_thatWaitedForASmallerLimit_keepsToIt() {
    Budget wide = LedgerOffice.budgets().get(0);
    acme(0).run(tx -> tx.budgets().define(wide));
    ReserveRequest request = request(TEN, HOUR);

    CompletableFuture<ReserveOutcome> outcome =
        acme(0)
            .tx(
                tx -> {
                  tx.budgets().define(Budget.usd("wide", 5, BudgetPeriod.TOTAL));
                  CompletableFuture<ReserveOutcome> waiting =
                      CompletableFuture.supplyAsync(
                          () -> acme(1).tx(other -> other.budgets().reserve(request)));
                  awaitOneThatWaits(waiting);
                  return waiting;
                });

    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            ReserveOutcome.Exceeded.class,
            exceeded -> assertThat(exceeded.budget().budget().limit()).isEqualTo(5));
  }

  private static void awaitOneThatWaits(CompletableFuture<?> done) {
    String waiting =
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            + " and datname = current_database()";
    try {
      while (count(waiting) == 0 && !done.isDone()) {
        Thread.onSpinWait();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private TenantStore acme(int thread) {
    return stores.get(thread % stores.size()).forTenant(ACME);
  }

  private ReserveRequest request(Amounts amounts, Duration lasts) {
    Instant now = acme(2).readOnly(TenantTx::now);
    return new ReserveRequest(
        new ReservationId(ids.next()), LedgerOffice.EVERYTHING, amounts, now.plus(lasts));
  }

  private boolean reserve(TenantStore tenant) {
    return tenant.tx(
        tx -> {
          ReserveRequest one =
              new ReserveRequest(
                  new ReservationId(ids.next()),
                  LedgerOffice.EVERYTHING,
                  new Amounts(0, 0, 1),
                  tx.now().plus(HOUR));
          return tx.budgets().reserve(one) instanceof ReserveOutcome.Granted;
        });
  }

  private Object settle(int thread, ReserveRequest request) {
    return acme(thread).tx(tx -> tx.budgets().settle(request.id(), new Amounts(4, 0, 0)));
  }

  /** Holds more unless it is settled already. */
  private Object extend(int thread, ReserveRequest request) {
    try {
      return acme(thread)
          .tx(tx -> tx.budgets().extend(request.id(), TEN, request.expiresAt().plusSeconds(1)));
    } catch (IllegalStateException e) {
      return "settled";
    }
  }

  private BudgetState state(Budget budget) {
    Dimensions call = budget.only().values().isEmpty() ? LedgerOffice.EVERYTHING : budget.only();
    return acme(0).readOnly(tx -> tx.budgets().states(call)).stream()
        .filter(state -> state.budget().name().equals(budget.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Moves the time by a second whenever somebody got something done. */
  private static int letTimeGoBy(AtomicInteger working) {
    int seconds = 0;
    while (working.get() > 0) {
      DATABASE.advance(Duration.ofSeconds(1));
      seconds++;
    }
    return seconds;
  }

  /** Makes, replaces and removes budgets that limit nothing, and looks at those that do. */
  private int redefine(AtomicInteger working) {
    int turns = 0;
    while (working.get() > 0) {
      BudgetPeriod period = turns % 2 == 0 ? BudgetPeriod.HOUR : BudgetPeriod.MONTH;
      Budget loose = Budget.usd("loose", Long.MAX_VALUE, period);
      acme(turns).run(tx -> tx.budgets().define(loose));
      acme(turns).run(LedgerOffice::requireWithinLimits);
      if (turns % 5 == 4) {
        acme(turns).run(tx -> tx.budgets().remove("loose"));
      }
      turns++;
    }
    return turns;
  }

  private void sweep() {
    for (Sweep sweep : stores.get(0).sweeps()) {
      int swept = sweep.run();
      while (swept > 0) {
        swept = sweep.run();
      }
    }
  }

  private static int count(String sql) throws SQLException {
    try (Connection connection = DATABASE.superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
