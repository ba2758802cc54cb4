// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/** What a connection of the host must be, so that a transaction on it can be joined. */
final class HostConnection {

  private HostConnection() {}

  static void requireJoinable(Connection connection) {
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalStateException(
            "the connection commits each statement by itself: call setAutoCommit(false), or begin a"
                + " transaction with your framework, before you join it");
      }
      if (!connection.isWrapperFor(PGConnection.class)
          || connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
        throw new IllegalStateException(
            "the connection is not one of PostgreSQL's own driver in extended query mode; take it"
                + " from a pool over org.postgresql, without preferQueryMode=simple");
      }
    } catch (SQLException e) {
      throw Failures.ofStatement(e);
    }
  }
}
