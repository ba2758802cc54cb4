// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The table of usage events. */
final class UsageTable {

  static final Table<Record> USAGE = table(name("hermesx", "usage_events"));
  static final Field<UUID> TENANT = column("tenant_id", SQLDataType.UUID);
  static final Field<String> SOURCE = column("source", SQLDataType.CLOB);
  static final Field<String> ID = column("id", SQLDataType.CLOB);
  static final Field<Instant> OCCURRED_AT = column("occurred_at", SQLDataType.INSTANT);
  static final DimensionColumns DIMENSIONS = new DimensionColumns("dim");
  static final Field<String> ASKED = column("asked", SQLDataType.CLOB);
  static final Field<String> SERVED = column("served", SQLDataType.CLOB);
  static final Field<Long> INPUT = column("input_tokens", SQLDataType.BIGINT);
  static final Field<Long> CACHED_INPUT = column("cached_input_tokens", SQLDataType.BIGINT);
  static final Field<Long> OUTPUT = column("output_tokens", SQLDataType.BIGINT);
  static final Field<Long> NANO_USD = column("nano_usd", SQLDataType.BIGINT);
  static final Field<String> PRICE_VERSION = column("price_version", SQLDataType.CLOB);
  static final Field<String> STATUS = column("status", SQLDataType.CLOB);

  /** What an event is read from. */
  static final List<Field<?>> COLUMNS = columns();

  private UsageTable() {}

  private static List<Field<?>> columns() {
    List<Field<?>> columns =
        new ArrayList<>(
            List.of(SOURCE, ID, OCCURRED_AT, ASKED, SERVED, INPUT, CACHED_INPUT, OUTPUT));
    columns.addAll(List.of(NANO_USD, PRICE_VERSION, STATUS));
    columns.addAll(DIMENSIONS.all());
    return List.copyOf(columns);
  }

  private static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type);
  }
}
