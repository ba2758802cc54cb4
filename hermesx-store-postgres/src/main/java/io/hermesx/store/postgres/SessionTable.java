// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The tables of V10__sessions.sql. */
final class SessionTable {

  static final Table<Record> SESSIONS = table(name("hermesx", "sessions"));
  static final Table<Record> MESSAGES = table(name("hermesx", "session_messages"));

  static final Field<UUID> TENANT_ID = field(name("tenant_id"), SQLDataType.UUID);
  static final Field<UUID> ID = field(name("id"), SQLDataType.UUID);
  static final Field<String> OWNER = field(name("owner"), SQLDataType.CLOB);
  static final Field<String> TITLE = field(name("title"), SQLDataType.CLOB);
  static final Field<Long> COUNT = field(name("messages"), SQLDataType.BIGINT);
  static final Field<Instant> CREATED_AT = field(name("created_at"), SQLDataType.INSTANT);
  static final Field<Instant> UPDATED_AT = field(name("updated_at"), SQLDataType.INSTANT);
  static final Field<Instant> ENDED_AT = field(name("ended_at"), SQLDataType.INSTANT);
  static final List<Field<?>> COLUMNS =
      List.of(ID, OWNER, TITLE, COUNT, CREATED_AT, UPDATED_AT, ENDED_AT);

  static final Field<UUID> SESSION_ID = field(name("session_id"), SQLDataType.UUID);
  static final Field<Long> SEQ = field(name("seq"), SQLDataType.BIGINT);
  static final Field<String> BODY = field("cast(body as text)", SQLDataType.CLOB);
  static final Field<Instant> WRITTEN_AT = field(name("written_at"), SQLDataType.INSTANT);

  /** What was a JSON object of ours before is one again, however large it is. */
  private static final JsonLimits ANY =
      new JsonLimits(256 << 20, JsonLimits.MAX_DEPTH, 256 << 20, 100_000_000);

  private SessionTable() {}

  static Session read(Record row) {
    return new Session(
        new SessionId(row.get(ID)),
        row.get(OWNER),
        row.get(TITLE),
        row.get(COUNT),
        row.get(CREATED_AT),
        row.get(UPDATED_AT),
        Optional.ofNullable(row.get(ENDED_AT)));
  }

  /** Reads a row of {@link #COLUMNS}. */
  static Session read(ResultSet row) throws SQLException {
    return new Session(
        new SessionId(row.getObject(1, UUID.class)),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        instant(row, 5),
        instant(row, 6),
        Optional.ofNullable(row.getObject(7, OffsetDateTime.class)).map(OffsetDateTime::toInstant));
  }

  /** Reads a row of place, body and time. */
  static SessionMessage message(ResultSet row) throws SQLException {
    JsonObject body = (JsonObject) JsonValue.parse(row.getString(2), ANY);
    return new SessionMessage(row.getLong(1), body, instant(row, 3));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
