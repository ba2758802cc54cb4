// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

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
import io.hermesx.core.store.StoreException;
import io.hermesx.core.time.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/**
 * The budgets of a tenant inside one transaction. Reserving and settling are one statement each,
 * which locks the budgets it changes in the order of their names, so that no two transactions that
 * take one step each can wait for each other.
 *
 * <p>Transactions do not come in the order of their times: one that began earlier can get to a
 * counter later. A hold is therefore over once anybody has seen it over, and a period once anybody
 * has begun the next.
 */
final class PostgresLedger implements BudgetLedger {

  /** Each new attempt means that somebody else has changed a budget in between. */
  private static final int ATTEMPTS = 20;

  private final PostgresTx tx;

  PostgresLedger(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public void define(Budget budget) {
    new BudgetDefinitions(tx, tx.writing()).define(budget);
  }

  @Override
  public boolean remove(String name) {
    return new BudgetDefinitions(tx, tx.writing()).remove(name);
  }

  @Override
  public List<BudgetState> states(Dimensions dimensions) {
    DSLContext sql = tx.reading();
    LedgerSql values = LedgerSql.in(tx).ids("keys", BudgetKey.matching(dimensions));
    return List.copyOf(LedgerSql.STATES.query(sql, values.values()).fetch(this::stateNow));
  }

  @Override
  public ReserveOutcome reserve(ReserveRequest request) {
    DSLContext sql = tx.writing();
    Instant expiresAt = Instants.truncate(request.expiresAt());
    if (!expiresAt.isAfter(tx.now())) {
      return existing(sql, request.id()).orElseThrow(() -> notLater(request.expiresAt()));
    }
    LedgerSql values =
        LedgerSql.in(tx)
            .reservation(request.id())
            .ids("keys", BudgetKey.matching(request.dimensions()))
            .ids("among", null)
            .amounts(request.amounts())
            .at("expires_at", expiresAt);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Result<Record> rows = LedgerSql.RESERVE.query(sql, values.values()).fetch();
      Optional<ReserveOutcome> outcome = outcome(sql, request.id(), rows);
      if (outcome.isPresent()) {
        return outcome.get();
      }
      UUID[] among = rows.intoArray(BudgetTable.BUDGET_ID);
      roll(sql, values.ids("among", among), rows);
    }
    throw busy();
  }

  /** Returns what the statement decided; empty where it met something that was just changed. */
  private Optional<ReserveOutcome> outcome(DSLContext sql, ReservationId id, Result<Record> rows) {
    Record first = rows.get(0);
    if (is(first, LedgerColumns.GRANTED)) {
      return Optional.of(granted(rows));
    }
    if (is(first, LedgerColumns.KNOWN)) {
      return existing(sql, id);
    }
    if (rows.stream().anyMatch(row -> is(row, BudgetTable.OVER))) {
      return Optional.empty();
    }
    Optional<ReserveOutcome> exceeded = exceeded(rows);
    return exceeded.isPresent() || !is(first, LedgerColumns.COMPLETE)
        ? exceeded
        : existing(sql, id);
  }

  @Override
  public ReserveOutcome extend(ReservationId id, Amounts more, Instant expiresAt) {
    DSLContext sql = tx.writing();
    Instant later = Instants.truncate(expiresAt);
    LedgerSql values = LedgerSql.in(tx).reservation(id).amounts(more).at("expires_at", later);
    LedgerSql.EXTEND_LOCK.query(sql, values.values()).fetch();
    Result<Record> rows = LedgerSql.EXTEND.query(sql, values.values()).fetch();
    Record first = rows.get(0);
    if (is(first, LedgerColumns.GRANTED)) {
      return granted(rows);
    }
    if (!is(first, LedgerColumns.OPEN)) {
      throw notOpen(id);
    }
    if (!later.isAfter(tx.now())) {
      throw notLater(expiresAt);
    }
    Optional<ReserveOutcome> exceeded = exceeded(rows);
    if (exceeded.isEmpty() && is(first, LedgerColumns.OVERFLOW)) {
      throw new ArithmeticException("the amounts of reservation " + id + " do not fit a long");
    }
    // Neither: a reservation that no budget holds was closed while the statement waited for it.
    return exceeded.orElseThrow(() -> notOpen(id));
  }

  @Override
  public SettleResult settle(ReservationId id, Amounts actual) {
    DSLContext sql = tx.writing();
    LedgerSql values = LedgerSql.in(tx).reservation(id).amounts(actual);
    Record row = LedgerSql.SETTLE.query(sql, values.values()).fetchSingle();
    Boolean late = row.get(LedgerColumns.LATE);
    if (late != null) {
      return late ? SettleResult.SETTLED_LATE : SettleResult.SETTLED;
    }
    return is(row, LedgerColumns.KNOWN) ? SettleResult.ALREADY_CLOSED : SettleResult.NOT_FOUND;
  }

  /**
   * Begins the next period of each budget whose last is over. All budgets of the call are locked
   * before, in the order in which everybody locks them.
   */
  private void roll(DSLContext sql, LedgerSql values, Result<Record> rows) {
    LedgerSql.LOCK.query(sql, values.values()).fetch();
    for (Record row : rows) {
      if (is(row, BudgetTable.OVER)) {
        new BudgetDefinitions(tx, sql).roll(row);
      }
    }
  }

  /** Returns the answer for a reservation that is on record; empty if there is none. */
  private Optional<ReserveOutcome> existing(DSLContext sql, ReservationId id) {
    LedgerSql values = LedgerSql.in(tx).reservation(id);
    Result<Record> rows = LedgerSql.RESERVED.query(sql, values.values()).fetch();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    if (!is(rows.get(0), LedgerColumns.OPEN)) {
      throw notOpen(id);
    }
    return Optional.of(granted(rows));
  }

  private BudgetState stateNow(Record row) {
    BudgetState state = BudgetTable.state(row);
    if (!row.get(BudgetTable.OVER)) {
      return state;
    }
    Budget budget = state.budget();
    return new BudgetState(budget, budget.period().startOf(tx.now(), budget.zone()), 0, 0);
  }

  private static ReserveOutcome granted(Result<Record> rows) {
    List<BudgetState> states = new ArrayList<>();
    for (Record row : rows) {
      if (row.get(BudgetTable.NAME) != null) {
        states.add(BudgetTable.state(row));
      }
    }
    return new Granted(states);
  }

  private static Optional<ReserveOutcome> exceeded(Result<Record> rows) {
    return rows.stream()
        .filter(row -> Boolean.FALSE.equals(row.get(LedgerColumns.FITS)))
        .findFirst()
        .map(row -> new Exceeded(BudgetTable.state(row), row.get(LedgerColumns.ASKED)));
  }

  private static boolean is(Record row, Field<Boolean> column) {
    return Boolean.TRUE.equals(row.get(column));
  }

  private IllegalArgumentException notLater(Instant expiresAt) {
    return new IllegalArgumentException(
        "the hold expires at "
            + expiresAt
            + ", allowed: after the time of the transaction, "
            + tx.now());
  }

  private static IllegalStateException notOpen(ReservationId id) {
    return new IllegalStateException(
        "reservation " + id + " is not open: it is unknown, settled or expired; reserve afresh");
  }

  private static StoreException busy() {
    return new StoreException(
        "the budgets changed " + ATTEMPTS + " times while a reservation was made; try again", true);
  }
}
