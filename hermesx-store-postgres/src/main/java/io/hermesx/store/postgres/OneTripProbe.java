// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Tries whether two statements that are sent as one are one implicit transaction on connections of
 * this kind: what the first sets for its transaction is there for the second, and gone afterwards.
 */
final class OneTripProbe {

  private static final String SET =
      "select set_config('hermesx.probe', ?, true); select current_setting('hermesx.probe', true)";
  private static final String LEFT = "select current_setting('hermesx.probe', true)";
  private static final String VALUE = "kept";

  /** More than the driver waits before it prepares a statement on the server. */
  private static final int TIMES = 7;

  private OneTripProbe() {}

  static boolean holdsFor(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    for (int i = 0; i < TIMES; i++) {
      if (!VALUE.equals(second(connection)) || VALUE.equals(left(connection))) {
        return false;
      }
    }
    return true;
  }

  private static String second(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SET)) {
      statement.setString(1, VALUE);
      if (!statement.execute() || !statement.getMoreResults()) {
        return "";
      }
      return first(statement.getResultSet());
    }
  }

  private static String left(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEFT)) {
      return first(statement.executeQuery());
    }
  }

  private static String first(ResultSet rows) throws SQLException {
    try (rows) {
      String value = rows.next() ? rows.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
