// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The two tables of receipts: {@code I} is the intent, {@code F} the final row. */
final class ReceiptTable {

  static final Table<Record> I = table(name("hermesx", "receipt_intents")).as("i");
  static final Field<UUID> I_TENANT = intent("tenant_id", SQLDataType.UUID);
  static final Field<UUID> I_ID = intent("id", SQLDataType.UUID);
  static final Field<String> KIND = intent("kind", SQLDataType.CLOB);
  static final Field<String> RUN = intent("run_id", SQLDataType.CLOB);
  static final Field<String> CALL = intent("call_id", SQLDataType.CLOB);
  static final Field<String> TARGET = intent("target", SQLDataType.CLOB);
  static final Field<byte[]> DIGEST = intent("digest", SQLDataType.BLOB);
  static final Field<byte[]> SALT = intent("salt", SQLDataType.BLOB);
  static final Field<String> ACTOR = intent("actor", SQLDataType.CLOB);
  static final Field<String> AGENT = intent("agent", SQLDataType.CLOB);
  static final Field<UUID> APPROVAL = intent("approval_id", SQLDataType.UUID);
  static final Field<UUID> RESERVATION = intent("reservation_id", SQLDataType.UUID);
  static final Field<String> POLICY_VERSION = intent("policy_version", SQLDataType.CLOB);
  static final Field<String[]> I_VERDICTS = intent("verdicts", SQLDataType.CLOB.array());
  static final Field<Instant> OPENED_AT = intent("opened_at", SQLDataType.INSTANT);
  static final Field<Instant> DEADLINE = intent("deadline", SQLDataType.INSTANT);

  static final Table<Record> F = table(name("hermesx", "receipt_finals")).as("f");
  static final Field<UUID> F_TENANT = result("tenant_id", SQLDataType.UUID);
  static final Field<UUID> F_ID = result("id", SQLDataType.UUID);
  static final Field<String> STATUS = result("status", SQLDataType.CLOB);
  static final Field<String> OUTPUT = result("output", SQLDataType.CLOB);
  static final Field<String[]> SIGNALS = result("signals", SQLDataType.CLOB.array());
  static final Field<Long> NANO_USD = result("nano_usd", SQLDataType.BIGINT);
  static final Field<String[]> F_VERDICTS = result("verdicts", SQLDataType.CLOB.array());
  static final Field<Instant> CLOSED_AT = result("closed_at", SQLDataType.INSTANT);

  /** What a receipt is read from. */
  static final List<Field<?>> COLUMNS =
      List.of(
          I_ID,
          KIND,
          RUN,
          CALL,
          TARGET,
          DIGEST,
          SALT,
          ACTOR,
          AGENT,
          APPROVAL,
          RESERVATION,
          POLICY_VERSION,
          I_VERDICTS,
          OPENED_AT,
          DEADLINE,
          F_ID,
          STATUS,
          OUTPUT,
          SIGNALS,
          NANO_USD,
          F_VERDICTS,
          CLOSED_AT);

  private ReceiptTable() {}

  private static <T> Field<T> intent(String name, DataType<T> type) {
    return field(name("i", name), type);
  }

  private static <T> Field<T> result(String name, DataType<T> type) {
    return field(name("f", name), type);
  }
}
