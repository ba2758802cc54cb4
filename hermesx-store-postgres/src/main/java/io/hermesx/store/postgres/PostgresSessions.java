// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.SessionTable.BODY;
import static io.hermesx.store.postgres.SessionTable.COLUMNS;
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
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.core.session.Sessions;
import io.hermesx.core.store.step.PageSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.impl.SQLDataType;

/** The conversations of a tenant inside one transaction; one statement a step. */
final class PostgresSessions implements Sessions {

  private static final int MOST_AT_ONCE = 1_000;

  /** The row of the conversation is locked by counting it up, and says where the messages go. */
  private static final FixedQuery<Long> APPEND =
      FixedQuery.of(
          """
          with session as (
            update hermesx.sessions
            set messages = messages + ?, updated_at = greatest(updated_at, hermesx.clock())
            where tenant_id = ? and id = ? and ended_at is null
            returning messages, updated_at
          ), written as (
            insert into hermesx.session_messages (tenant_id, session_id, seq, body, written_at)
            select ?, ?, s.messages - cast(? as bigint) + b.place, cast(b.body as json), s.updated_at
            from session s cross join unnest(cast(? as text[])) with ordinality as b (body, place)
          )
          select messages from session""",
          row -> row.getLong(1));

  private static final Param<UUID> TENANT = param("tenant", SQLDataType.UUID);
  private static final Param<UUID> SESSION = param("session", SQLDataType.UUID);

  private static final FixedQuery<Session> FIND =
      FixedQuery.of(
          select(COLUMNS).from(SESSIONS).where(TENANT_ID.eq(TENANT).and(ID.eq(SESSION))),
          SessionTable::read);

  private static final FixedQuery<SessionMessage> LIST_MESSAGES =
      FixedQuery.of(
          select(SEQ, BODY, WRITTEN_AT)
              .from(MESSAGES)
              .where(TENANT_ID.eq(TENANT).and(SESSION_ID.eq(SESSION)))
              .and(SEQ.gt(param("after", SQLDataType.BIGINT)))
              .orderBy(SEQ)
              .limit(param("limit", SQLDataType.BIGINT)),
          SessionTable::message);

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
    return tx.rows(FIND, tx.tenantId(), id.value()).stream().findFirst();
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
    tx.requireWriting();
    if (bodies.isEmpty() || bodies.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          bodies.size() + " messages at once, allowed: 1 to " + MOST_AT_ONCE);
    }
    UUID tenant = tx.tenantId();
    UUID session = id.value();
    Long count = (long) bodies.size();
    String[] texts = bodies.stream().map(JsonObject::toJson).toArray(String[]::new);
    return tx.rows(APPEND, count, tenant, session, tenant, session, count, texts).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  @Override
  public List<SessionMessage> messages(SessionId id, long after, int limit) {
    if (after < 0) {
      throw new IllegalArgumentException("after is " + after + ", allowed: 0 or more");
    }
    return tx.rows(LIST_MESSAGES, tx.tenantId(), id.value(), after, (long) PageSize.require(limit));
  }

  private Condition is(SessionId id) {
    return TENANT_ID.eq(tx.tenantId()).and(ID.eq(id.value()));
  }
}
