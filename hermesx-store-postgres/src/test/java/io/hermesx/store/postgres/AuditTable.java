// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The audit stage, for tests that write it by themselves. */
final class AuditTable {

  static final Table<Record> STAGE = DSL.table(name("hermesx", "audit_stage"));

  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<UUID> EVENT_ID = field(name("event_id"), SQLDataType.UUID);
  static final Field<Long> PLACE = field(name("place"), SQLDataType.BIGINT);
  static final Field<byte[]> OCTETS = field(name("octets"), SQLDataType.BLOB);

  private AuditTable() {}
}
