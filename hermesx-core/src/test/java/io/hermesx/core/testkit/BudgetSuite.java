// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

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
import java.time.ZoneOffset;
import java.util.List;

/** What the suites about budgets share: every step in a transaction of its own. */
abstract class BudgetSuite extends StoreContract {

  static final Amounts TEN = new Amounts(10, 0, 0);

  static Budget money(String name, long limit) {
    return Budget.usd(name, limit, BudgetPeriod.DAY);
  }

  static Budget moneyOf(String name, long limit, Dimensions only) {
    return new Budget(name, BudgetUnit.NANO_USD, limit, BudgetPeriod.DAY, ZoneOffset.UTC, only);
  }

  final void define(Budget budget) {
    tx(
        tx -> {
          tx.budgets().define(budget);
          return true;
        });
  }

  final ReserveRequest request(Amounts amounts) {
    return samples().reserve(amounts, now());
  }

  final ReserveOutcome reserve(ReserveRequest request) {
    return tx(tx -> tx.budgets().reserve(request));
  }

  final ReservationId reserved(Amounts amounts) {
    ReserveRequest request = request(amounts);
    assertThat(reserve(request)).isInstanceOf(ReserveOutcome.Granted.class);
    return request.id();
  }

  final ReserveOutcome.Exceeded exceeded(Amounts amounts) {
    ReserveOutcome outcome = reserve(request(amounts));
    assertThat(outcome).isInstanceOf(ReserveOutcome.Exceeded.class);
    return (ReserveOutcome.Exceeded) outcome;
  }

  final SettleResult settle(ReservationId id, Amounts actual) {
    return tx(tx -> tx.budgets().settle(id, actual));
  }

  final BudgetState state(String name) {
    return states().stream()
        .filter(state -> state.budget().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  final List<BudgetState> states() {
    return states(StoreSamples.DIMENSIONS);
  }

  final List<BudgetState> states(Dimensions dimensions) {
    return acme().readOnly(tx -> tx.budgets().states(dimensions));
  }

  final void assertState(String name, long committed, long held) {
    BudgetState state = state(name);
    assertThat(List.of(state.committed(), state.held()))
        .as("committed and held of %s", name)
        .containsExactly(committed, held);
  }
}
