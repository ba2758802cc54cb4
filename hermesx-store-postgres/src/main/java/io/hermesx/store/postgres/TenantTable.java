// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.tenant.TenantStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The table of V8__tenants.sql. */
final class TenantTable {

  static final Table<Record> TENANTS = table(name("hermesx", "tenants"));
  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<String> NAME = field(name("name"), SQLDataType.CLOB);
  static final Field<String> STATUS = field(name("status"), SQLDataType.CLOB);
  static final Field<Long> VERSION = field(name("version"), SQLDataType.BIGINT);
  static final Field<Instant> CREATED_AT = field(name("created_at"), SQLDataType.INSTANT);
  static final Field<Instant> UPDATED_AT = field(name("updated_at"), SQLDataType.INSTANT);
  static final List<Field<?>> COLUMNS =
      List.of(TENANT_ID, NAME, STATUS, VERSION, CREATED_AT, UPDATED_AT);

  private TenantTable() {}

  static Tenant read(Record row) {
    return new Tenant(
        new TenantId(row.get(TENANT_ID)),
        row.get(NAME),
        TenantStatus.valueOf(row.get(STATUS)),
        row.get(VERSION),
        row.get(CREATED_AT),
        row.get(UPDATED_AT));
  }
}
