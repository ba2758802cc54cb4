// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import java.time.Instant;

/**
 * Where a budget stands in its current period.
 *
 * @param budget the budget
 * @param periodStart when the period started
 * @param committed what was spent and settled
 * @param held what is reserved by calls under way
 */
public record BudgetState(Budget budget, Instant periodStart, long committed, long held) {

  /** Returns what can still be reserved: never negative. */
  public long available() {
    long unspent = budget.limit() - committed;
    return unspent > held ? unspent - held : 0;
  }
}
