// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.step;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import java.time.Instant;
import java.util.List;

/**
 * The budgets of a tenant, each step a transaction of its own.
 *
 * @param runner runs the steps
 */
public record BudgetSteps(StepRunner runner) implements BudgetLedger {

  @Override
  public void define(Budget budget) {
    runner.several(
        tx -> {
          tx.budgets().define(budget);
          return true;
        });
  }

  @Override
  public boolean remove(String name) {
    return runner.several(tx -> tx.budgets().remove(name));
  }

  @Override
  public List<BudgetState> states(Dimensions dimensions) {
    return runner.read(tx -> tx.budgets().states(dimensions));
  }

  @Override
  public ReserveOutcome reserve(ReserveRequest request) {
    return runner.several(tx -> tx.budgets().reserve(request));
  }

  @Override
  public ReserveOutcome extend(ReservationId id, Amounts more, Instant expiresAt) {
    return runner.several(tx -> tx.budgets().extend(id, more, expiresAt));
  }

  @Override
  public SettleResult settle(ReservationId id, Amounts actual) {
    return runner.write(tx -> tx.budgets().settle(id, actual));
  }
}
