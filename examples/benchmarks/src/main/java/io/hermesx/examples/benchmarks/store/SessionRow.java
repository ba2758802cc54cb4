// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.session.Session;
import io.hermesx.examples.benchmarks.store.Rows.Conversation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** How the peers read a conversation: the columns and the object are the store's. */
final class SessionRow {

  private SessionRow() {}

  static String select(String schema) {
    return "select id, owner, title, messages, created_at, updated_at, ended_at from "
        + schema
        + ".sessions where tenant_id = ? and id = ?";
  }

  static Session find(PreparedStatement statement, Conversation conversation) throws SQLException {
    statement.setObject(1, conversation.tenant().value());
    statement.setObject(2, conversation.id().value());
    try (ResultSet rows = statement.executeQuery()) {
      return read(rows, conversation);
    }
  }

  static Session read(ResultSet rows, Conversation conversation) throws SQLException {
    if (!rows.next()) {
      throw new IllegalStateException("no such conversation: " + conversation);
    }
    return new Session(
        conversation.id(),
        rows.getString(2),
        rows.getString(3),
        rows.getLong(4),
        rows.getObject(5, OffsetDateTime.class).toInstant(),
        rows.getObject(6, OffsetDateTime.class).toInstant(),
        Optional.ofNullable(rows.getObject(7, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
