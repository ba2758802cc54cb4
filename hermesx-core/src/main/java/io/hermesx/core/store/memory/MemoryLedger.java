// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

import io.hermesx.core.Dimensions;
import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetLedger;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.ReservationId;
import io.hermesx.core.budget.ReserveOutcome;
import io.hermesx.core.budget.ReserveOutcome.Exceeded;
import io.hermesx.core.budget.ReserveOutcome.Granted;
import io.hermesx.core.budget.ReserveRequest;
import io.hermesx.core.budget.SettleResult;
import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The budgets of a tenant inside one transaction. */
final class MemoryLedger implements BudgetLedger {

  private static final Counter[] TYPE = {};

  private final MemoryTx tx;
  private final Ledger ledger;

  MemoryLedger(MemoryTx tx, Ledger ledger) {
    this.tx = tx;
    this.ledger = ledger;
  }

  @Override
  public void define(Budget budget) {
    tx.requireWritable();
    Account known = ledger.accounts.get(budget.name());
    if (known == null) {
      tx.undo(() -> ledger.accounts.remove(budget.name()));
      ledger.accounts.put(budget.name(), new Account(budget, tx.now()));
      return;
    }
    if (known.budget.unit() != budget.unit()) {
      throw new IllegalArgumentException(
          "budget "
              + budget.name()
              + " counts "
              + known.budget.unit()
              + " and cannot go on in "
              + budget.unit()
              + ": define it under another name, or remove it first");
    }
    tx.undo(known.restore(tx.now()));
    known.replace(budget, tx.now());
  }

  @Override
  public boolean remove(String name) {
    tx.requireWritable();
    Account account = ledger.accounts.get(name);
    if (account == null) {
      return false;
    }
    tx.undo(
        () -> {
          account.removed = false;
          ledger.accounts.put(name, account);
        });
    account.removed = true;
    ledger.accounts.remove(name);
    return true;
  }

  @Override
  public List<BudgetState> states(Dimensions dimensions) {
    tx.requireUsable();
    List<BudgetState> states = new ArrayList<>();
    for (Counter counter : matching(dimensions)) {
      states.add(counter.state());
    }
    return List.copyOf(states);
  }

  @Override
  public ReserveOutcome reserve(ReserveRequest request) {
    tx.requireWritable();
    Hold known = ledger.find(request.id());
    if (known != null) {
      requireOpen(request.id(), known);
      return granted(known);
    }
    Instant expiresAt = requireLater(request.expiresAt());
    Counter[] counters = matching(request.dimensions()).toArray(TYPE);
    Exceeded exceeded = firstWithoutRoom(counters, request.amounts());
    if (exceeded != null) {
      return exceeded;
    }
    Hold hold = new Hold(request.id(), counters, request.amounts(), expiresAt);
    tx.undo(ledger.undoAdd(hold));
    ledger.add(hold);
    return granted(hold);
  }

  @Override
  public ReserveOutcome extend(ReservationId id, Amounts more, Instant expiresAt) {
    tx.requireWritable();
    Hold hold = requireOpen(id, ledger.find(id));
    Instant later = requireLater(expiresAt);
    Exceeded exceeded = firstWithoutRoom(hold.counters, more);
    if (exceeded != null) {
      return exceeded;
    }
    tx.undo(ledger.undoChange(hold));
    ledger.extend(hold, more, later);
    return granted(hold);
  }

  @Override
  public SettleResult settle(ReservationId id, Amounts actual) {
    tx.requireWritable();
    Hold hold = ledger.find(id);
    if (hold == null) {
      return SettleResult.NOT_FOUND;
    }
    if (hold.state == HoldState.CLOSED) {
      return SettleResult.ALREADY_CLOSED;
    }
    SettleResult result =
        hold.state == HoldState.OPEN ? SettleResult.SETTLED : SettleResult.SETTLED_LATE;
    tx.undo(ledger.undoChange(hold));
    ledger.close(hold, actual, tx.now());
    return result;
  }

  private List<Counter> matching(Dimensions dimensions) {
    List<Counter> counters = new ArrayList<>();
    for (Account account : ledger.accounts.values()) {
      if (account.budget.only().matches(dimensions)) {
        counters.add(account.at(tx.now()));
      }
    }
    return counters;
  }

  private static @Nullable Exceeded firstWithoutRoom(Counter[] counters, Amounts asked) {
    for (Counter counter : counters) {
      long share = counter.share(asked);
      if (!counter.hasRoomFor(share)) {
        return new Exceeded(counter.state(), share);
      }
    }
    return null;
  }

  private static Granted granted(Hold hold) {
    List<BudgetState> states = new ArrayList<>(hold.counters.length);
    for (Counter counter : hold.counters) {
      if (!counter.account.removed) {
        states.add(counter.state());
      }
    }
    return new Granted(states);
  }

  private static Hold requireOpen(ReservationId id, @Nullable Hold hold) {
    if (hold == null || hold.state != HoldState.OPEN) {
      throw new IllegalStateException(
          "reservation " + id + " is not open: it is unknown, settled or expired; reserve afresh");
    }
    return hold;
  }

  private Instant requireLater(Instant expiresAt) {
    Instant truncated = Instants.truncate(expiresAt);
    if (!truncated.isAfter(tx.now())) {
      throw new IllegalArgumentException(
          "the hold expires at "
              + expiresAt
              + ", allowed: after the time of the transaction, "
              + tx.now());
    }
    return truncated;
  }
}
