// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Dimension;
import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetUnit;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Something that happens to a ledger. */
sealed interface LedgerStep {

  record Define(Budget budget) implements LedgerStep {}

  record Remove(String name) implements LedgerStep {}

  record Reserve(ReservationId id, Dimensions dimensions, Amounts amounts, Duration lasts)
      implements LedgerStep {

    ReserveRequest at(Instant now) {
      return new ReserveRequest(id, dimensions, amounts, now.plus(lasts));
    }
  }

  record Extend(ReservationId id, Amounts more, Duration lasts) implements LedgerStep {}

  record Settle(ReservationId id, Amounts actual) implements LedgerStep {}

  /** Steps in one transaction, which is rolled back in the end or not. */
  record Transaction(List<LedgerStep> steps, boolean rolledBack) {}

  /** What happens between two transactions. */
  record Pause(Duration time, boolean swept) {}

  /** A transaction and the pause before it. */
  record Turn(Pause pause, Transaction transaction) {}

  static Arbitrary<List<Turn>> turns() {
    Arbitrary<Transaction> transactions =
        Combinators.combine(
                anyStep().list().ofMinSize(1).ofMaxSize(4),
                Arbitraries.integers().between(0, 3).map(dice -> dice == 0))
            .as(Transaction::new);
    return Combinators.combine(pauses(), transactions).as(Turn::new).list().ofMaxSize(40);
  }

  static Arbitrary<Pause> pauses() {
    return Combinators.combine(
            Arbitraries.of(
                Duration.ZERO,
                Duration.ofNanos(1_000),
                Duration.ofSeconds(59),
                Duration.ofMinutes(1),
                Duration.ofMinutes(31),
                Duration.ofHours(13),
                Duration.ofHours(24),
                Duration.ofDays(9)),
            Arbitraries.integers().between(0, 4).map(dice -> dice == 0))
        .as(Pause::new);
  }

  static Arbitrary<LedgerStep> anyStep() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, definitions()),
        Tuple.of(1, names().map(Remove::new)),
        Tuple.of(6, reservations()),
        Tuple.of(2, Combinators.combine(ids(), amounts(), durations()).as(Extend::new)),
        Tuple.of(4, Combinators.combine(ids(), amounts()).as(Settle::new)));
  }

  static Arbitrary<LedgerStep> definitions() {
    return Combinators.combine(
            names(),
            Arbitraries.of(BudgetUnit.class),
            Arbitraries.of(0L, 5L, 20L, 60L, Long.MAX_VALUE),
            Arbitraries.of(BudgetPeriod.class),
            Arbitraries.of("UTC", "Asia/Colombo", "America/New_York").map(ZoneId::of),
            dimensions())
        .as(Budget::new)
        .map(Define::new);
  }

  static Arbitrary<LedgerStep> reservations() {
    return Combinators.combine(ids(), dimensions(), amounts(), durations()).as(Reserve::new);
  }

  static Arbitrary<ReservationId> ids() {
    return Arbitraries.integers()
        .between(0, 7)
        .map(number -> new ReservationId(new UUID(0x7000, number)));
  }

  static Arbitrary<Amounts> amounts() {
    Arbitrary<Long> amount =
        Arbitraries.frequencyOf(
            Tuple.of(30, Arbitraries.longs().between(0, 25)),
            Tuple.of(1, Arbitraries.of(Long.MAX_VALUE, Long.MAX_VALUE - 7)));
    return Combinators.combine(amount, amount, amount).as(Amounts::new);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("alpha", "beta", "gamma");
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.of(
        Duration.ZERO,
        Duration.ofNanos(1_500),
        Duration.ofMinutes(1),
        Duration.ofHours(2),
        Duration.ofDays(3));
  }

  private static Arbitrary<Dimensions> dimensions() {
    return Arbitraries.of(
        Dimensions.none(),
        Dimensions.none().with(Dimension.USER, "alice"),
        Dimensions.none().with(Dimension.USER, "bob"),
        Dimensions.none().with(Dimension.USER, "alice").with(Dimension.TOOL, "refund"));
  }
}
