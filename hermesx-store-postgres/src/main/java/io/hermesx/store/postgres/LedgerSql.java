// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.cast;
import static org.jooq.impl.DSL.val;

import io.hermesx.core.budget.Amounts;
import io.hermesx.core.budget.ReservationId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The statements of the ledger and the names of their parameters. */
final class LedgerSql {

  static final SqlText RESERVE = SqlText.named("reserve", LedgerColumns.RESERVE);
  static final SqlText RESERVED = SqlText.named("reserved", LedgerColumns.RESERVED);
  static final SqlText EXTEND_LOCK = SqlText.named("extend_lock", BudgetTable.ID);
  static final SqlText EXTEND = SqlText.named("extend", LedgerColumns.EXTEND);
  static final SqlText SETTLE = SqlText.named("settle", LedgerColumns.KNOWN, LedgerColumns.LATE);
  static final SqlText STATES = SqlText.named("states", LedgerColumns.STATES);
  static final SqlText LOCK = SqlText.named("lock", BudgetTable.ID);
  static final SqlText ROLL = SqlText.named("roll");
  static final SqlText DEFINED = SqlText.named("defined", LedgerColumns.DEFINED);
  static final SqlText REMOVE = SqlText.named("remove");
  static final SqlText EXPIRE = SqlText.named("expire");
  static final SqlText FORGET = SqlText.named("forget");
  static final SqlText PAST = SqlText.named("past");

  private final Map<String, Field<?>> values = new HashMap<>();

  private LedgerSql() {}

  /** Starts with the two values that every statement has. */
  static LedgerSql in(PostgresTx tx) {
    LedgerSql parameters = new LedgerSql();
    parameters.values.put("tenant", val(tx.tenantId(), SQLDataType.UUID));
    parameters.values.put("now", tx.time());
    return parameters;
  }

  LedgerSql reservation(ReservationId id) {
    return id("id", id.value());
  }

  LedgerSql id(String name, UUID id) {
    values.put(name, val(id, SQLDataType.UUID));
    return this;
  }

  LedgerSql ids(String name, UUID @Nullable [] ids) {
    values.put(name, val(ids, SQLDataType.UUID.array()));
    return this;
  }

  LedgerSql at(String name, @Nullable Instant instant) {
    values.put(name, val(instant, SQLDataType.INSTANT));
    return this;
  }

  LedgerSql name(String name) {
    values.put("name", val(name, SQLDataType.CLOB));
    return this;
  }

  LedgerSql amounts(Amounts amounts) {
    amount("nano_usd", amounts.nanoUsd());
    amount("tokens", amounts.tokens());
    amount("requests", amounts.requests());
    return this;
  }

  /** With a type of its own, wherever in a statement it stands. */
  private void amount(String name, long amount) {
    values.put(name, cast(val(amount, SQLDataType.BIGINT), SQLDataType.BIGINT));
  }

  Map<String, Field<?>> values() {
    return values;
  }
}
