// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetUnit;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Makes budgets, replaces them, takes them away, and begins their periods, inside one transaction.
 */
final class BudgetDefinitions {

  private final PostgresTx tx;
  private final DSLContext sql;

  BudgetDefinitions(PostgresTx tx, DSLContext sql) {
    this.tx = tx;
    this.sql = sql;
  }

  void define(Budget budget) {
    boolean defined = insert(budget);
    // Neither works only while somebody else takes the budget of that name away.
    while (!defined) {
      defined = replace(budget) || insert(budget);
    }
  }

  boolean remove(String name) {
    return LedgerSql.REMOVE.execute(sql, LedgerSql.in(tx).name(name).values()) == 1;
  }

  /** Begins the period of now of the budget in a row, unless somebody else did. */
  void roll(Record row) {
    PeriodSpan span = PeriodSpan.of(BudgetTable.budget(row), tx.now());
    LedgerSql values =
        LedgerSql.in(tx)
            .id("counter", row.get(BudgetTable.COUNTER_ID))
            .at("period_start", span.start())
            .at("valid_until", span.end());
    LedgerSql.ROLL.execute(sql, values.values());
  }

  private boolean insert(Budget budget) {
    Optional<UUID> id =
        sql.insertInto(BudgetTable.BUDGETS)
            .set(BudgetTable.TENANT, tx.tenantId())
            .set(BudgetTable.NAME, budget.name())
            .set(BudgetTable.UNIT, budget.unit().name())
            .set(BudgetTable.definition(budget))
            .onConflictDoNothing()
            .returningResult(BudgetTable.ID)
            .fetchOptional(BudgetTable.ID);
    id.ifPresent(
        budgetId ->
            sql.insertInto(BudgetTable.COUNTERS)
                .set(BudgetTable.TENANT, tx.tenantId())
                .set(BudgetTable.BUDGET_ID, budgetId)
                .set(BudgetTable.span(PeriodSpan.of(budget, tx.now())))
                .execute());
    return id.isPresent();
  }

  /** Replaces the budget and moves its counter into the period of the new definition. */
  private boolean replace(Budget budget) {
    LedgerSql values = LedgerSql.in(tx).name(budget.name());
    Optional<Record> known = LedgerSql.DEFINED.query(sql, values.values()).fetchOptional();
    if (known.isEmpty()) {
      return false;
    }
    Record row = known.get();
    requireUnit(budget, BudgetUnit.valueOf(row.get(BudgetTable.UNIT)));
    if (row.get(BudgetTable.OVER)) {
      roll(row);
    }
    sql.update(BudgetTable.BUDGETS)
        .set(BudgetTable.definition(budget))
        .where(BudgetTable.TENANT.eq(tx.tenantId()))
        .and(BudgetTable.ID.eq(row.get(BudgetTable.BUDGET_ID)))
        .execute();
    sql.update(BudgetTable.COUNTERS)
        .set(BudgetTable.span(PeriodSpan.of(budget, tx.now())))
        .where(BudgetTable.TENANT.eq(tx.tenantId()))
        .and(BudgetTable.BUDGET_ID.eq(row.get(BudgetTable.BUDGET_ID)))
        .and(BudgetTable.CURRENT)
        .execute();
    return true;
  }

  private static void requireUnit(Budget budget, BudgetUnit unit) {
    if (unit != budget.unit()) {
      throw new IllegalArgumentException(
          "budget "
              + budget.name()
              + " counts "
              + unit
              + " and cannot go on in "
              + budget.unit()
              + ": define it under another name, or remove it first");
    }
  }
}
