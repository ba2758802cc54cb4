// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.SessionTable.BODY;
import static io.hermesx.store.postgres.SessionTable.COLUMNS;
import static io.hermesx.store.postgres.SessionTable.COUNT;
import static io.hermesx.store.postgres.SessionTable.CREATED_AT;
import static io.hermesx.store.postgres.SessionTable.ENDED_AT;
import static io.hermesx.store.postgres.SessionTable.ID;
import static io.hermesx.store.postgres.SessionTable.MESSAGES;
import static io.hermesx.store.postgres.SessionTable.OWNER;
import static io.hermesx.store.postgres.SessionTable.SEQ;
import static io.hermesx.store.postgres.SessionTable.SESSIONS;
import static io.hermesx.store.postgres.SessionTable.SESSION_ID;
import static io.hermesx.store.postgres.SessionTable.TENANT_ID;
import static io.hermesx.store.postgres.SessionTable.TITLE;
import static io.hermesx.store.postgres.SessionTable.UPDATED_AT;
import static io.hermesx.store.postgres.SessionTable.WRITTEN_AT;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import io.hermesx.core.internal.store.PageSize;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.core.session.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/** The conversations of a tenant inside one transaction; one statement a step. */
final class PostgresSessions implements Sessions {

  private static final int MOST_AT_ONCE = 1_000;

  /** The row of the conversation is locked by counting it up, and says where the messages go. */
  private static final String APPEND =
      """
      with session as (
        update hermesx.sessions
        set messages = messages + {2}, updated_at = greatest(updated_at, hermesx.clock())
        where tenant_id = {0} and id = {1} and ended_at is null
        returning messages, updated_at
      ), written as (
        insert into hermesx.session_messages (tenant_id, session_id, seq, body, written_at)
        select {0}, {1}, s.messages - {2} + b.place, cast(b.body as json), s.updated_at
        from session s cross join unnest({3}) with ordinality as b (body, place)
      )
      select messages from session""";

  private final PostgresTx tx;

  PostgresSessions(PostgresTx tx) {
    this.tx = tx;
  }

  @Override
  public Session create(SessionId id, String owner, String title) {
    DSLContext sql = tx.writing();
    Session fresh =
        new Session(id, owner, title, 0, Instant.EPOCH, Instant.EPOCH, Optional.empty());
    return sql.insertInto(SESSIONS)
        .set(TENANT_ID, tx.tenantId())
        .set(ID, id.value())
        .set(OWNER, fresh.owner())
        .set(TITLE, fresh.title())
        .set(CREATED_AT, ServerTime.NOW)
        .set(UPDATED_AT, ServerTime.NOW)
        .onConflictDoNothing()
        .returning(COLUMNS)
        .fetchOptional(SessionTable::read)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "session " + id + " is on record; begin each with a fresh id"));
  }

  @Override
  public Optional<Session> find(SessionId id) {
    return tx.reading()
        .select(COLUMNS)
        .from(SESSIONS)
        .where(is(id))
        .fetchOptional(SessionTable::read);
  }

  @Override
  public List<Session> list(Optional<String> owner, Optional<SessionId> before, int limit) {
    return tx.reading()
        .select(COLUMNS)
        .from(SESSIONS)
        .where(TENANT_ID.eq(tx.tenantId()))
        .and(owner.map(OWNER::eq).orElse(noCondition()))
        .and(before.map(id -> ID.lt(id.value())).orElse(noCondition()))
        .orderBy(ID.desc())
        .limit(PageSize.require(limit))
        .fetch(SessionTable::read);
  }

  @Override
  public boolean end(SessionId id) {
    return tx.writing()
            .update(SESSIONS)
            .set(ENDED_AT, ServerTime.notBefore(UPDATED_AT))
            .set(UPDATED_AT, ServerTime.notBefore(UPDATED_AT))
            .where(is(id).and(ENDED_AT.isNull()))
            .execute()
        == 1;
  }

  @Override
  public OptionalLong append(SessionId id, List<JsonObject> bodies) {
    DSLContext sql = tx.writing();
    if (bodies.isEmpty() || bodies.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          bodies.size() + " messages at once, allowed: 1 to " + MOST_AT_ONCE);
    }
    String[] texts = bodies.stream().map(JsonObject::toJson).toArray(String[]::new);
    Record row =
        sql.resultQuery(
                APPEND,
                val(tx.tenantId(), SQLDataType.UUID),
                val(id.value(), SQLDataType.UUID),
                val((long) texts.length, SQLDataType.BIGINT),
                val(texts, SQLDataType.CLOB.array()))
            .coerce(COUNT)
            .fetchOne();
    return row == null ? OptionalLong.empty() : OptionalLong.of(row.get(COUNT));
  }

  @Override
  public List<SessionMessage> messages(SessionId id, long after, int limit) {
    DSLContext sql = tx.reading();
    if (after < 0) {
      throw new IllegalArgumentException("after is " + after + ", allowed: 0 or more");
    }
    return sql.select(SEQ, BODY, WRITTEN_AT)
        .from(MESSAGES)
        .where(TENANT_ID.eq(tx.tenantId()).and(SESSION_ID.eq(id.value())).and(SEQ.gt(after)))
        .orderBy(SEQ)
        .limit(PageSize.require(limit))
        .fetch(SessionTable::message);
  }

  private Condition is(SessionId id) {
    return TENANT_ID.eq(tx.tenantId()).and(ID.eq(id.value()));
  }
}
