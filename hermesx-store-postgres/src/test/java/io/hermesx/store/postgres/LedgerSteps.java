// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveRequest;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What can be done to a ledger. */
final class LedgerSteps {

  /** A user of whose name PostgreSQL knows only some as it is. */
  static final String BOB = "bob\u0000\ud83d";

  private static final int RESERVATIONS = 7;

  private LedgerSteps() {}

  static Arbitrary<StoreStep> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, definitions()),
        Tuple.of(1, names().map(LedgerSteps::remove)),
        Tuple.of(
            7,
            Combinators.combine(ids(), dimensions(), amounts(), durations())
                .as(LedgerSteps::reserve)),
        Tuple.of(3, Combinators.combine(ids(), amounts(), durations()).as(LedgerSteps::extend)),
        Tuple.of(5, Combinators.combine(ids(), amounts()).as(LedgerSteps::settle)),
        Tuple.of(2, dimensions().map(LedgerSteps::states)));
  }

  private static StoreStep define(Budget budget) {
    return new StoreStep(
        "define " + budget,
        tx -> {
          tx.budgets().define(budget);
          return true;
        });
  }

  private static StoreStep remove(String name) {
    return new StoreStep("remove " + name, tx -> tx.budgets().remove(name));
  }

  private static StoreStep reserve(
      ReservationId id, Dimensions dimensions, Amounts amounts, Duration lasts) {
    return new StoreStep(
        "reserve " + id + " " + dimensions + " " + amounts + " for " + lasts,
        tx ->
            tx.budgets()
                .reserve(new ReserveRequest(id, dimensions, amounts, tx.now().plus(lasts))));
  }

  private static StoreStep extend(ReservationId id, Amounts more, Duration lasts) {
    return StoreStep.adding(
        "extend " + id + " by " + more + " for " + lasts,
        tx -> tx.budgets().extend(id, more, tx.now().plus(lasts)));
  }

  private static StoreStep settle(ReservationId id, Amounts actual) {
    return new StoreStep("settle " + id + " " + actual, tx -> tx.budgets().settle(id, actual));
  }

  private static StoreStep states(Dimensions dimensions) {
    return new StoreStep("states of " + dimensions, tx -> tx.budgets().states(dimensions));
  }

  private static Arbitrary<StoreStep> definitions() {
    return Combinators.combine(
            names(),
            Arbitraries.of(BudgetUnit.class),
            Arbitraries.of(0L, 5L, 20L, 60L, Long.MAX_VALUE),
            Arbitraries.of(BudgetPeriod.class),
            Arbitraries.of("UTC", "Asia/Colombo", "America/New_York", "+05:30").map(ZoneId::of),
            dimensions())
        .as(Budget::new)
        .map(LedgerSteps::define);
  }

  private static Arbitrary<ReservationId> ids() {
    return Arbitraries.of(reservations());
  }

  /** Every reservation that there can be. */
  static List<ReservationId> reservations() {
    return IntStream.range(0, RESERVATIONS)
        .mapToObj(number -> new ReservationId(new UUID(0x7000, number)))
        .toList();
  }

  private static Arbitrary<Amounts> amounts() {
    Arbitrary<Long> amount =
        Arbitraries.frequencyOf(
            Tuple.of(30, Arbitraries.longs().between(0, 25)),
            Tuple.of(1, Arbitraries.of(Long.MAX_VALUE, Long.MAX_VALUE - 7)));
    return Combinators.combine(amount, amount, amount).as(Amounts::new);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("alpha", "Beta", "gamma~", "_delta");
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.of(
        Duration.ZERO,
        Duration.ofNanos(999),
        Duration.ofNanos(1_500),
        Duration.ofMinutes(1),
        Duration.ofHours(2),
        Duration.ofDays(3));
  }

  private static Arbitrary<Dimensions> dimensions() {
    Dimensions alice = Dimensions.none().with(Dimension.USER, "alice");
    return Arbitraries.of(
        Dimensions.none(),
        alice,
        Dimensions.none().with(Dimension.USER, BOB),
        Dimensions.none().with(Dimension.TOOL, "refund"),
        alice.with(Dimension.TOOL, "refund"),
        alice.with(Dimension.TOOL, "refund").with(Dimension.MODEL, "large 𝄞"));
  }
}
