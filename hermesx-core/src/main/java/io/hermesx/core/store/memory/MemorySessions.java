// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store.memory;

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
import org.jspecify.annotations.Nullable;

/** The conversations of a tenant inside one transaction. */
final class MemorySessions implements Sessions {

  private static final int MOST_AT_ONCE = 1_000;

  private final MemoryTx tx;
  private final SessionRows rows;

  MemorySessions(MemoryTx tx, SessionRows rows) {
    this.tx = tx;
    this.rows = rows;
  }

  @Override
  public Session create(SessionId id, String owner, String title) {
    tx.requireWritable();
    Session fresh = new Session(id, owner, title, 0, tx.now(), tx.now(), Optional.empty());
    UUID key = id.value();
    if (rows.byId.containsKey(key)) {
      throw new IllegalArgumentException(
          "session " + key + " is on record; begin each with a fresh id");
    }
    tx.undo(() -> rows.byId.remove(key));
    rows.byId.put(key, new SessionRow(fresh));
    return fresh;
  }

  @Override
  public Optional<Session> find(SessionId id) {
    tx.requireUsable();
    return Optional.ofNullable(rows.byId.get(id.value())).map(row -> row.session);
  }

  @Override
  public List<Session> list(Optional<String> owner, Optional<SessionId> before, int limit) {
    tx.requireUsable();
    return NewestFirst.page(
            rows.byId,
            before.map(SessionId::value),
            limit,
            row -> owner.isEmpty() || row.session.owner().equals(owner.get()))
        .stream()
        .map(row -> row.session)
        .toList();
  }

  @Override
  public boolean end(SessionId id) {
    tx.requireWritable();
    SessionRow row = openRow(id);
    if (row == null) {
      return false;
    }
    change(row, row.session.messages(), Optional.of(tx.now()));
    return true;
  }

  @Override
  public OptionalLong append(SessionId id, List<JsonObject> bodies) {
    tx.requireWritable();
    if (bodies.isEmpty() || bodies.size() > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          bodies.size() + " messages at once, allowed: 1 to " + MOST_AT_ONCE);
    }
    SessionRow row = openRow(id);
    if (row == null) {
      return OptionalLong.empty();
    }
    int before = row.messages.size();
    tx.undo(() -> row.messages.subList(before, row.messages.size()).clear());
    for (JsonObject body : bodies) {
      row.messages.add(new SessionMessage(row.messages.size() + 1L, body, tx.now()));
    }
    change(row, row.messages.size(), Optional.empty());
    return OptionalLong.of(row.messages.size());
  }

  @Override
  public List<SessionMessage> messages(SessionId id, long after, int limit) {
    tx.requireUsable();
    PageSize.require(limit);
    if (after < 0) {
      throw new IllegalArgumentException("after is " + after + ", allowed: 0 or more");
    }
    SessionRow row = rows.byId.get(id.value());
    return row == null ? List.of() : row.messages.stream().skip(after).limit(limit).toList();
  }

  private @Nullable SessionRow openRow(SessionId id) {
    SessionRow row = rows.byId.get(id.value());
    return row == null || row.session.endedAt().isPresent() ? null : row;
  }

  private void change(SessionRow row, long messages, Optional<Instant> endedAt) {
    Session before = row.session;
    tx.undo(() -> row.session = before);
    row.session =
        new Session(
            before.id(),
            before.owner(),
            before.title(),
            messages,
            before.createdAt(),
            tx.now(),
            endedAt);
  }
}
