// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.UUID;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The table of approvals. */
final class ApprovalTable {

  static final Table<Record> APPROVALS = table(name("hermesx", "approvals"));
  static final Field<UUID> TENANT = column("tenant_id", SQLDataType.UUID);
  static final Field<UUID> ID = column("id", SQLDataType.UUID);
  static final PrincipalColumns REQUESTER = new PrincipalColumns("requester");
  static final PrincipalColumns AGENT = new PrincipalColumns("agent");
  static final Field<String> RUN = column("run_id", SQLDataType.CLOB);
  static final Field<String> CALL = column("call_id", SQLDataType.CLOB);
  static final Field<String> TOOL = column("tool", SQLDataType.CLOB);
  static final Field<byte[]> PIN = column("pin", SQLDataType.BLOB);
  static final Field<byte[]> DIGEST = column("digest", SQLDataType.BLOB);
  static final Field<String> POLICY_VERSION = column("policy_version", SQLDataType.CLOB);
  static final Field<String> ARGUMENTS = column("arguments", SQLDataType.CLOB);
  static final Field<String> STATE = column("state", SQLDataType.CLOB);
  static final PrincipalColumns APPROVER = new PrincipalColumns("approver");
  static final Field<Boolean> APPROVED = column("approved", SQLDataType.BOOLEAN);
  static final Field<Instant> DECIDED_AT = column("decided_at", SQLDataType.INSTANT);
  static final Field<Instant> REQUESTED_AT = column("requested_at", SQLDataType.INSTANT);
  static final Field<Instant> EXPIRES_AT = column("expires_at", SQLDataType.INSTANT);

  private ApprovalTable() {}

  static <T> Field<T> column(String name, DataType<T> type) {
    return field(name(name), type);
  }
}
