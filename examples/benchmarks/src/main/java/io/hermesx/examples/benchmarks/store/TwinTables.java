// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.Session;
import io.hermesx.core.session.SessionMessage;
import io.hermesx.examples.benchmarks.store.Rows.Conversation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * The peer of a single step: the driver alone, each statement a transaction by itself, on tables
 * without row-level security, where nothing but the {@code where} keeps tenants apart.
 */
final class TwinTables {

  private static final String LIST =
      """
      select seq, body, written_at from twin.session_messages
      where tenant_id = ? and session_id = ? and seq > ? order by seq limit ?""";
  private static final String APPEND =
      """
      insert into twin.session_messages (tenant_id, session_id, seq, body, written_at)
      values (?, ?, ?, cast(? as json), now())""";

  /** One for all of them: they add to the same table. */
  private static final AtomicInteger PLACES = new AtomicInteger(1_000);

  private final DataSource pool;

  TwinTables(DataSource pool) {
    this.pool = pool;
  }

  /** Reads a conversation by its key, and makes the object that the store makes. */
  Session find(Conversation conversation) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(SessionRow.select("twin"))) {
      return SessionRow.find(statement, conversation);
    }
  }

  /** Adds a row with the message, at a place of which the peer keeps count itself. */
  void append(Conversation conversation, JsonObject body) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(APPEND)) {
      statement.setObject(1, conversation.tenant().value());
      statement.setObject(2, conversation.id().value());
      statement.setLong(3, PLACES.incrementAndGet());
      statement.setString(4, body.toJson());
      statement.executeUpdate();
    }
  }

  /** Reads messages, and makes the objects that the store makes, the parsed JSON among them. */
  List<SessionMessage> messages(Conversation conversation, int limit) throws SQLException {
    List<SessionMessage> messages = new ArrayList<>(limit);
    list(
        conversation,
        limit,
        (seq, body, at) ->
            messages.add(new SessionMessage(seq, JsonObject.parseObject(body), at.toInstant())));
    return messages;
  }

  /** Reads messages, every column of them, and leaves the JSON a text. */
  List<String> texts(Conversation conversation, int limit) throws SQLException {
    List<String> texts = new ArrayList<>(limit);
    list(conversation, limit, (seq, body, at) -> texts.add(body));
    return texts;
  }

  private interface Row {
    void read(long seq, String body, OffsetDateTime at);
  }

  private void list(Conversation conversation, int limit, Row row) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(LIST)) {
      statement.setObject(1, conversation.tenant().value());
      statement.setObject(2, conversation.id().value());
      statement.setLong(3, 0);
      statement.setInt(4, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          row.read(rows.getLong(1), rows.getString(2), rows.getObject(3, OffsetDateTime.class));
        }
      }
    }
  }
}
