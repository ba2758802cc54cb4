// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

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
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * One who makes calls of a tenant under budgets that overlap: reserves, extends, settles, cancels,
 * throws in the middle, and sometimes never comes back. Every call costs at most what it holds and
 * is settled in time, so no budget may ever be exceeded.
 */
final class LedgerOffice {

  static final Dimensions EVERYTHING =
      Dimensions.none().with(Dimension.USER, "u0").with(Dimension.TOOL, "t0");

  private static final Duration LONG = Duration.ofHours(9);
  private static final Duration SHORT = Duration.ofSeconds(3);

  /** What was settled, by the dimensions of its call: the model the ledger must equal. */
  private final Map<Dimensions, AtomicLong> spent = new ConcurrentHashMap<>();

  private final TestIds ids = TestIds.create();

  static List<Budget> budgets() {
    return List.of(
        budget("wide", BudgetUnit.NANO_USD, 3_000, Dimensions.none()),
        budget("tokens", BudgetUnit.TOKENS, 20_000, Dimensions.none()),
        budget("a-u0", BudgetUnit.NANO_USD, 900, user("u0")),
        budget("z-u1", BudgetUnit.NANO_USD, 1_100, user("u1")),
        budget("t0", BudgetUnit.NANO_USD, 1_000, Dimensions.none().with(Dimension.TOOL, "t0")),
        budget("both", BudgetUnit.REQUESTS, 40, user("u1").with(Dimension.TOOL, "t1")));
  }

  static Dimensions user(String name) {
    return Dimensions.none().with(Dimension.USER, name);
  }

  private static Budget budget(String name, BudgetUnit unit, long limit, Dimensions only) {
    return new Budget(name, unit, limit, BudgetPeriod.TOTAL, ZoneOffset.UTC, only);
  }

  /** Returns what was settled by calls that a pattern matches. */
  long spent(Dimensions only) {
    return spent.entrySet().stream()
        .filter(entry -> only.matches(entry.getKey()))
        .mapToLong(entry -> entry.getValue().get())
        .sum();
  }

  /** Makes calls, a few at a time, and settles those that are left in the end. */
  int work(TenantStore tenant, long seed, int calls) {
    Random random = new Random(seed);
    Deque<Held> open = new ArrayDeque<>();
    int granted = 0;
    for (int call = 0; call < calls; call++) {
      switch (random.nextInt(7)) {
        case 0, 1, 2 -> granted += reserve(tenant, random, open) ? 1 : 0;
        case 3 -> extend(tenant, random, open);
        case 4 -> abandon(tenant, random);
        default -> settle(tenant, random, open);
      }
    }
    while (!open.isEmpty()) {
      settle(tenant, random, open);
    }
    return granted;
  }

  private boolean reserve(TenantStore tenant, Random random, Deque<Held> open) {
    Held held = new Held(new ReservationId(ids.next()), call(random), amounts(random));
    boolean thrown = random.nextInt(6) == 0;
    try {
      ReserveOutcome outcome = checked(tenant, thrown, tx -> reserve(tx, held, LONG));
      if (outcome instanceof ReserveOutcome.Granted) {
        open.add(held);
        return true;
      }
    } catch (Thrown e) {
      assertThat(thrown).isTrue();
    }
    return false;
  }

  /** Reserves and never settles, or gives it back about when its time is over. */
  private void abandon(TenantStore tenant, Random random) {
    Held held = new Held(new ReservationId(ids.next()), call(random), amounts(random));
    ReserveOutcome outcome = checked(tenant, false, tx -> reserve(tx, held, SHORT));
    if (outcome instanceof ReserveOutcome.Granted && random.nextBoolean()) {
      SettleResult result = checked(tenant, false, tx -> tx.budgets().cancel(held.id()));
      assertThat(result).isIn(SettleResult.SETTLED, SettleResult.SETTLED_LATE);
    }
  }

  private void extend(TenantStore tenant, Random random, Deque<Held> open) {
    Held held = open.pollFirst();
    if (held == null) {
      return;
    }
    Amounts more = new Amounts(random.nextInt(20), random.nextInt(100), 0);
    ReserveOutcome outcome =
        checked(tenant, false, tx -> tx.budgets().extend(held.id(), more, tx.now().plus(LONG)));
    boolean granted = outcome instanceof ReserveOutcome.Granted;
    open.add(granted ? new Held(held.id(), held.call(), held.amounts().plus(more)) : held);
  }

  private void settle(TenantStore tenant, Random random, Deque<Held> open) {
    Held held = open.pollFirst();
    if (held == null) {
      return;
    }
    Amounts most = held.amounts();
    long cost = random.nextInt((int) most.nanoUsd() + 1);
    Amounts actual = new Amounts(cost, most.tokens() / 2, most.requests());
    SettleResult result = checked(tenant, false, tx -> tx.budgets().settle(held.id(), actual));
    assertThat(result).isEqualTo(SettleResult.SETTLED);
    spent.computeIfAbsent(held.call(), call -> new AtomicLong()).addAndGet(cost);
  }

  private static ReserveOutcome reserve(TenantTx tx, Held held, Duration lasts) {
    return tx.budgets()
        .reserve(new ReserveRequest(held.id(), held.call(), held.amounts(), tx.now().plus(lasts)));
  }

  private static Dimensions call(Random random) {
    return user("u" + random.nextInt(3)).with(Dimension.TOOL, "t" + random.nextInt(2));
  }

  private static Amounts amounts(Random random) {
    return new Amounts(random.nextInt(60), random.nextInt(300), 1);
  }

  /** Works in a transaction that sees every limit kept after its step. */
  private static <T> T checked(TenantStore tenant, boolean thrown, Function<TenantTx, T> step) {
    return tenant.tx(
        tx -> {
          T answer = step.apply(tx);
          requireWithinLimits(tx);
          if (thrown) {
            throw new Thrown();
          }
          return answer;
        });
  }

  /** Checks every budget that there is, in one look. */
  static void requireWithinLimits(TenantTx tx) {
    for (Dimensions call : List.of(EVERYTHING, user("u1").with(Dimension.TOOL, "t1"))) {
      for (BudgetState state : tx.budgets().states(call)) {
        assertThat(state.committed() + state.held())
            .as("%s", state)
            .isBetween(0L, state.budget().limit());
      }
    }
  }

  private record Held(ReservationId id, Dimensions call, Amounts amounts) {}

  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
