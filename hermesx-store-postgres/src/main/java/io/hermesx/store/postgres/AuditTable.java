// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The tables of V2__audit.sql. */
final class AuditTable {

  static final Table<Record> STAGE = DSL.table(name("hermesx", "audit_stage"));
  static final Table<Record> EVENTS = DSL.table(name("hermesx", "audit_events"));
  static final Table<Record> HEADS = DSL.table(name("hermesx", "audit_heads"));

  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<UUID> EVENT_ID = field(name("event_id"), SQLDataType.UUID);
  static final Field<Long> PLACE = field(name("place"), SQLDataType.BIGINT);
  static final Field<byte[]> OCTETS = field(name("octets"), SQLDataType.BLOB);
  static final Field<Long> SEQ = field(name("seq"), SQLDataType.BIGINT);
  static final Field<byte[]> HEADER = field(name("header"), SQLDataType.BLOB);
  static final Field<byte[]> LEAF = field(name("leaf"), SQLDataType.BLOB);
  static final Field<String> ORIGIN = field(name("origin"), SQLDataType.CLOB);
  static final Field<Long> SIZE = field(name("size"), SQLDataType.BIGINT);
  static final Field<byte[]> PREVIOUS = field(name("previous"), SQLDataType.BLOB);
  static final Field<byte[]> FRONTIER = field(name("frontier"), SQLDataType.BLOB);
  static final Field<Instant> LAST_RECORDED_AT =
      field(name("last_recorded_at"), SQLDataType.INSTANT);

  private AuditTable() {}
}
