// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.hermesx.core.auth.apikey.ApiKey;
import io.hermesx.core.auth.apikey.ApiKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The table of V9__api_keys.sql. */
final class ApiKeyTable {

  static final Table<Record> API_KEYS = table(name("hermesx", "api_keys"));
  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<UUID> ID = field(name("id"), SQLDataType.UUID);
  static final Field<String> NAME = field(name("name"), SQLDataType.CLOB);
  static final PrincipalColumns PRINCIPAL = new PrincipalColumns("principal");
  static final Field<String> HINT = field(name("hint"), SQLDataType.CLOB);
  static final Field<byte[]> KEY_HASH = field(name("key_hash"), SQLDataType.BLOB);
  static final Field<Instant> CREATED_AT = field(name("created_at"), SQLDataType.INSTANT);
  static final Field<Instant> EXPIRES_AT = field(name("expires_at"), SQLDataType.INSTANT);
  static final Field<Instant> REVOKED_AT = field(name("revoked_at"), SQLDataType.INSTANT);

  /** Every column that can be read: the hash is none. */
  static final List<Field<?>> COLUMNS =
      Stream.concat(
              Stream.of(ID, NAME, HINT, CREATED_AT, EXPIRES_AT, REVOKED_AT),
              PRINCIPAL.columns().stream())
          .toList();

  private ApiKeyTable() {}

  static ApiKey read(Record row) {
    return new ApiKey(
        new ApiKeyId(row.get(ID)),
        row.get(NAME),
        PRINCIPAL.read(row).orElseThrow(),
        row.get(HINT),
        row.get(CREATED_AT),
        Optional.ofNullable(row.get(EXPIRES_AT)),
        Optional.ofNullable(row.get(REVOKED_AT)));
  }
}
