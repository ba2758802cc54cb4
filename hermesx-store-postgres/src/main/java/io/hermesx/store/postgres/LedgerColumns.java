// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.BudgetTable.BUDGET_ID;
import static io.hermesx.store.postgres.BudgetTable.COMMITTED;
import static io.hermesx.store.postgres.BudgetTable.COUNTER_ID;
import static io.hermesx.store.postgres.BudgetTable.HELD;
import static io.hermesx.store.postgres.BudgetTable.MAX_AMOUNT;
import static io.hermesx.store.postgres.BudgetTable.NAME;
import static io.hermesx.store.postgres.BudgetTable.ONLY;
import static io.hermesx.store.postgres.BudgetTable.OVER;
import static io.hermesx.store.postgres.BudgetTable.PERIOD;
import static io.hermesx.store.postgres.BudgetTable.PERIOD_START;
import static io.hermesx.store.postgres.BudgetTable.UNIT;
import static io.hermesx.store.postgres.BudgetTable.ZONE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** What the statements of the ledger answer, in the order in which they select it. */
final class LedgerColumns {

  /** A hold was made. */
  static final Field<Boolean> GRANTED = column("granted", SQLDataType.BOOLEAN);

  /** The reservation is on record. */
  static final Field<Boolean> KNOWN = column("known", SQLDataType.BOOLEAN);

  /** Every budget was locked in the state in which it was seen. */
  static final Field<Boolean> COMPLETE = column("complete", SQLDataType.BOOLEAN);

  /** The reservation can still be extended. */
  static final Field<Boolean> OPEN = column("open", SQLDataType.BOOLEAN);

  /** The amounts together do not fit a long. */
  static final Field<Boolean> OVERFLOW = column("overflow", SQLDataType.BOOLEAN);

  /** The reservation was over before it was settled; null where nothing was settled. */
  static final Field<Boolean> LATE = column("late", SQLDataType.BOOLEAN);

  /** The budget has room; null where there is none. */
  static final Field<Boolean> FITS = column("fits", SQLDataType.BOOLEAN);

  /** What was to be held on the budget, in its unit. */
  static final Field<Long> ASKED = column("asked", SQLDataType.BIGINT);

  static final Field<?>[] RESERVE =
      budget(
          Stream.of(GRANTED, KNOWN, COMPLETE),
          Stream.of(BUDGET_ID, COUNTER_ID, PERIOD_START, OVER, ASKED, FITS, COMMITTED, HELD));
  static final Field<?>[] EXTEND =
      budget(
          Stream.of(GRANTED, OPEN, OVERFLOW),
          Stream.of(BUDGET_ID, COUNTER_ID, PERIOD_START, ASKED, COMMITTED, FITS, HELD));
  static final Field<?>[] RESERVED =
      budget(Stream.of(OPEN), Stream.of(PERIOD_START, COMMITTED, HELD));
  static final Field<?>[] STATES =
      budget(Stream.of(), Stream.of(PERIOD_START, OVER, COMMITTED, HELD));
  static final Field<?>[] DEFINED = budget(Stream.of(), Stream.of(BUDGET_ID, COUNTER_ID, OVER));

  private LedgerColumns() {}

  /** The columns of a budget's definition, between others. */
  private static Field<?>[] budget(Stream<Field<?>> before, Stream<Field<?>> after) {
    Stream<Field<?>> definition =
        Stream.concat(Stream.of(NAME, UNIT, MAX_AMOUNT, PERIOD, ZONE), ONLY.all().stream());
    return Stream.concat(Stream.concat(before, definition), after).toArray(Field<?>[]::new);
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type);
  }
}
