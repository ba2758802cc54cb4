// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Parameters of a statement, one after the other; most are arrays. Not thread-safe. */
final class Columns {

  private final PreparedStatement statement;
  private int count;

  Columns(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Binds the next one. */
  void add(UUID value) throws SQLException {
    count++;
    statement.setObject(count, value);
  }

  /** Binds the next one. */
  void add(byte[] value) throws SQLException {
    count++;
    statement.setBytes(count, value);
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
