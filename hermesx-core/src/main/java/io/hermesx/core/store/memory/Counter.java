// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.BudgetState;
import java.time.Instant;

/**
 * What is spent and held of one budget in one period, in the budget's unit. Spend that does not fit
 * a long stays at the largest one, which leaves no room.
 */
final class Counter {

  final Account account;
  Instant start;
  private long committed;
  private long held;

  Counter(Account account, Instant start) {
    this.account = account;
    this.start = start;
  }

  /** Returns what the amounts are in the budget's unit. */
  long share(Amounts amounts) {
    return amounts.of(account.budget.unit());
  }

  boolean hasRoomFor(long asked) {
    if (account.removed || asked == 0) {
      return true;
    }
    long unspent = account.budget.limit() - committed;
    return unspent > held && asked <= unspent - held;
  }

  void hold(long amount) {
    if (!account.removed) {
      held = Math.addExact(held, amount);
    }
  }

  void release(long amount) {
    if (!account.removed) {
      held = Math.subtractExact(held, amount);
    }
  }

  void commit(long amount) {
    long sum = committed + amount;
    committed = sum < 0 ? Long.MAX_VALUE : sum;
  }

  BudgetState state() {
    return new BudgetState(account.budget, start, committed, held);
  }

  /** Returns the step that brings the counter back to where it stands now. */
  Runnable restore() {
    long committedBefore = committed;
    long heldBefore = held;
    return () -> {
      committed = committedBefore;
      held = heldBefore;
    };
  }
}
