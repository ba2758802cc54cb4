// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Parameters of a statement, each an array. Not thread-safe. */
final class Columns {

  private final PreparedStatement statement;
  private int count;

  Columns(PreparedStatement statement) {
    this.statement = statement;
  }

  /**
   * Binds the next one.
   *
   * @param type the element's, under a name that the driver knows without asking the server
   */
  void add(String type, Object[] values) throws SQLException {
    count++;
    statement.setArray(count, statement.getConnection().createArrayOf(type, values));
  }
}
