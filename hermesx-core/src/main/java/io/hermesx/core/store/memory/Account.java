// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.budget.Budget;
import java.time.Instant;

/**
 * A budget and its counter of the current period. The counter of a past period lives on only in the
 * reservations made in it.
 *
 * <p>Periods begin at whole seconds in every time zone, so the calendar is asked once a second.
 */
final class Account {

  Budget budget;

  /** A removed budget limits and counts nothing, whatever still refers to it. */
  boolean removed;

  private Counter counter;
  private long checkedSecond;

  Account(Budget budget, Instant now) {
    this.budget = budget;
    this.counter = new Counter(this, start(now));
    this.checkedSecond = now.getEpochSecond();
  }

  /** Returns the counter of the period that {@code now} falls in; time never goes back here. */
  Counter at(Instant now) {
    if (now.getEpochSecond() != checkedSecond) {
      Instant start = start(now);
      if (!start.equals(counter.start)) {
        counter = new Counter(this, start);
      }
      checkedSecond = now.getEpochSecond();
    }
    return counter;
  }

  /** Replaces the budget; what is spent and held now stays counted in the new one's period. */
  void replace(Budget next, Instant now) {
    Counter kept = at(now);
    budget = next;
    kept.start = start(now);
  }

  /** Returns the step that brings back the budget of now. */
  Runnable restore(Instant now) {
    Budget before = budget;
    Counter kept = at(now);
    Instant start = kept.start;
    return () -> {
      budget = before;
      kept.start = start;
    };
  }

  private Instant start(Instant now) {
    return budget.period().startOf(now, budget.zone());
  }
}
