// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import java.util.List;

/** What came of a reservation. */
public sealed interface ReserveOutcome {

  /**
   * Every matching budget holds it.
   *
   * @param budgets the budgets that hold it, as they stand now; empty where none matches
   */
  record Granted(List<BudgetState> budgets) implements ReserveOutcome {
    /** Copies the list. */
    public Granted {
      budgets = List.copyOf(budgets);
    }
  }

  /**
   * A budget has no room; none holds anything.
   *
   * @param budget the first budget by name without room, as it stands
   * @param asked what was asked of it, in its unit
   */
  record Exceeded(BudgetState budget, long asked) implements ReserveOutcome {}
}
