// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The table of V11__idempotency.sql. */
final class IdempotencyTable {

  static final Table<Record> IDEMPOTENCY_KEYS = table(name("hermesx", "idempotency_keys"));
  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<String> SCOPE = field(name("scope"), SQLDataType.CLOB);
  static final Field<String> KEY = field(name("key"), SQLDataType.CLOB);
  static final Field<byte[]> REQUEST = field(name("request"), SQLDataType.BLOB);
  static final Field<byte[]> ANSWER = field(name("answer"), SQLDataType.BLOB);

  private IdempotencyTable() {}
}
