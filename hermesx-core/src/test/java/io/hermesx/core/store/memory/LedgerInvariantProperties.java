// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Dimension;
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
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.time.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * While calls cost at most what they hold and settle in time, committed plus held is never above a
 * limit, whoever works beside, whatever is rolled back or left to expire; and nothing is lost.
 */
class LedgerInvariantProperties {

  private static final int THREADS = 4;
  private static final int CALLS = 60;
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Dimensions CALL =
      Dimensions.none().with(Dimension.USER, "alice").with(Dimension.TOOL, "refund");

  @Property(tries = 40)
  void ledger_manyThreads_neverExceedsALimitAndLosesNothing(@ForAll long seed) {
    Office office = new Office(seed);

    Contention.run(THREADS, thread -> office::work);

    office.clock.advance(TTL);
    List<BudgetState> states = office.states();
    assertThat(states).allMatch(state -> state.held() == 0);
    assertThat(states)
        .filteredOn(state -> state.budget().unit() == BudgetUnit.NANO_USD)
        .hasSize(2)
        .allMatch(state -> state.committed() == office.spent.get());
  }

  /** Some threads that make calls of one tenant under four budgets. */
  private static final class Office {

    private final MutableClock clock = MutableClock.create();
    private final TenantStore tenant = MemoryStore.create(clock).forTenant(TenantId.named("acme"));
    private final IdSource ids = TestIds.create();
    private final AtomicLong spent = new AtomicLong();
    private final AtomicLong seeds;

    private Office(long seed) {
      this.seeds = new AtomicLong(seed);
      define("narrow", BudgetUnit.NANO_USD, 400, Dimensions.none().with(Dimension.USER, "alice"));
      define("wide", BudgetUnit.NANO_USD, 900, Dimensions.none());
      define("tokens", BudgetUnit.TOKENS, 3_000, Dimensions.none());
      define("calls", BudgetUnit.REQUESTS, 70, Dimensions.none().with(Dimension.TOOL, "refund"));
    }

    private void define(String name, BudgetUnit unit, long limit, Dimensions only) {
      Budget budget = new Budget(name, unit, limit, BudgetPeriod.TOTAL, ZoneOffset.UTC, only);
      tenant.tx(
          tx -> {
            tx.budgets().define(budget);
            return true;
          });
    }

    /** Makes calls, a few at a time, and settles those it has left in the end. */
    private boolean work() {
      Random random = new Random(seeds.getAndIncrement());
      Deque<Held> open = new ArrayDeque<>();
      for (int call = 0; call < CALLS; call++) {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> reserve(random, open);
          case 3 -> extend(random, open);
          case 4 -> settle(random, open);
          default -> clock.advance(Duration.ofSeconds(random.nextInt(3)));
        }
      }
      while (!open.isEmpty()) {
        settle(random, open);
      }
      return true;
    }

    private void reserve(Random random, Deque<Held> open) {
      Amounts amounts = new Amounts(random.nextInt(40), random.nextInt(200), 1);
      ReservationId id = new ReservationId(ids.next());
      boolean thrown = random.nextInt(5) == 0;
      Instant expiresAt = clock.instant().plus(TTL);
      try {
        ReserveOutcome outcome =
            checked(
                thrown,
                tx -> tx.budgets().reserve(new ReserveRequest(id, CALL, amounts, expiresAt)));
        if (outcome instanceof ReserveOutcome.Granted granted) {
          assertThat(granted.budgets()).hasSize(4);
          open.add(new Held(id, amounts));
        }
      } catch (Thrown e) {
        assertThat(thrown).isTrue();
      }
    }

    private void extend(Random random, Deque<Held> open) {
      Held held = open.pollFirst();
      if (held == null) {
        return;
      }
      Amounts more = new Amounts(random.nextInt(20), random.nextInt(100), 0);
      Instant expiresAt = clock.instant().plus(TTL);
      boolean granted =
          checked(false, tx -> tx.budgets().extend(held.id(), more, expiresAt))
              instanceof ReserveOutcome.Granted;
      open.add(granted ? new Held(held.id(), held.amounts().plus(more)) : held);
    }

    private void settle(Random random, Deque<Held> open) {
      Held held = open.pollFirst();
      if (held == null) {
        return;
      }
      if (random.nextInt(8) == 0) {
        return; // crashed: the hold falls away by itself
      }
      Amounts most = held.amounts();
      long cost = most.nanoUsd() == 0 ? 0 : random.nextInt((int) most.nanoUsd() + 1);
      Amounts actual = new Amounts(cost, most.tokens() / 2, most.requests());
      SettleResult result = checked(false, tx -> tx.budgets().settle(held.id(), actual));
      assertThat(result).isEqualTo(SettleResult.SETTLED);
      spent.addAndGet(cost);
    }

    /** Works in a transaction that sees every limit kept after its step. */
    private <T> T checked(boolean thrown, Function<TenantTx, T> step) {
      return tenant.tx(
          tx -> {
            T answer = step.apply(tx);
            for (BudgetState state : tx.budgets().states(CALL)) {
              assertThat(state.committed() + state.held())
                  .as("%s", state)
                  .isBetween(0L, state.budget().limit());
            }
            if (thrown) {
              throw new Thrown();
            }
            return answer;
          });
    }

    private List<BudgetState> states() {
      return tenant.readOnly(tx -> tx.budgets().states(CALL));
    }
  }

  private record Held(ReservationId id, Amounts amounts) {}

  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
