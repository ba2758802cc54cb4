// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.hermesx.core.budget.Budget;
import io.hermesx.core.budget.BudgetPeriod;
import io.hermesx.core.budget.BudgetState;
import io.hermesx.core.budget.BudgetUnit;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The tables of budgets and counters, and what a row of both together says. */
final class BudgetTable {

  static final Table<Record> BUDGETS = table(name("hermesx", "budgets"));
  static final Table<Record> COUNTERS = table(name("hermesx", "budget_counters"));

  static final Field<UUID> TENANT = column("tenant_id", SQLDataType.UUID);
  static final Field<UUID> ID = column("id", SQLDataType.UUID);
  static final Field<String> NAME = column("name", SQLDataType.CLOB);
  static final Field<String> UNIT = column("unit", SQLDataType.CLOB);
  static final Field<Long> MAX_AMOUNT = column("max_amount", SQLDataType.BIGINT);
  static final Field<String> PERIOD = column("period", SQLDataType.CLOB);
  static final Field<String> ZONE = column("zone", SQLDataType.CLOB);
  static final DimensionColumns ONLY = new DimensionColumns("only");
  static final Field<UUID> ONLY_KEY = column("only_key", SQLDataType.UUID);

  static final Field<UUID> BUDGET_ID = column("budget_id", SQLDataType.UUID);
  static final Field<UUID> COUNTER_ID = column("counter_id", SQLDataType.UUID);
  static final Condition CURRENT = DSL.condition(column("current", SQLDataType.BOOLEAN));
  static final Field<Instant> PERIOD_START = column("period_start", SQLDataType.INSTANT);
  static final Field<Instant> VALID_UNTIL = column("valid_until", SQLDataType.INSTANT);
  static final Field<Long> COMMITTED = column("committed", SQLDataType.BIGINT);
  static final Field<Long> HELD = column("held", SQLDataType.BIGINT);

  /** What a statement says beside: the period of the counter is over. */
  static final Field<Boolean> OVER = column("over", SQLDataType.BOOLEAN);

  private BudgetTable() {}

  static Budget budget(Record row) {
    return new Budget(
        row.get(NAME),
        BudgetUnit.valueOf(row.get(UNIT)),
        row.get(MAX_AMOUNT),
        BudgetPeriod.valueOf(row.get(PERIOD)),
        ZoneId.of(row.get(ZONE)),
        ONLY.read(row));
  }

  static BudgetState state(Record row) {
    return new BudgetState(budget(row), row.get(PERIOD_START), row.get(COMMITTED), row.get(HELD));
  }

  /** Returns the columns of a budget that its definition fills. */
  static Map<Field<?>, @Nullable Object> definition(Budget budget) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(MAX_AMOUNT, budget.limit());
    row.put(PERIOD, budget.period().name());
    row.put(ZONE, budget.zone().getId());
    row.putAll(ONLY.of(budget.only()));
    row.put(ONLY_KEY, BudgetKey.of(budget.only()));
    return row;
  }

  static Map<Field<?>, @Nullable Object> span(PeriodSpan span) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(PERIOD_START, span.start());
    row.put(VALID_UNTIL, span.end());
    return row;
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type);
  }
}
