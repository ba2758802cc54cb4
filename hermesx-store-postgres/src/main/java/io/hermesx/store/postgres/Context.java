// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The statement that goes in front of the first one of a transaction and says whose it is.
 *
 * <p>Parameters are bound as text, whose type the driver always knows: one of a type that it has to
 * ask for could tear an implicit transaction apart between the context and what follows it.
 *
 * @param sql the statement; its one row has the time of the transaction in the last column
 * @param values the parameters
 * @param columns how many columns the row has
 * @param opens whether it begins the transaction
 */
record Context(String sql, List<String> values, int columns, boolean opens) {

  private static final String OWN =
      "select set_config('hermesx.tenant', ?, true), set_config('statement_timeout', ?, true),"
          + " set_config('lock_timeout', ?, true), hermesx.clock()";

  private static final String JOINED = "select hermesx.join_transaction(?)";

  /** The context of a transaction of the store's own. */
  static Context of(String sealed, Timeouts timeouts) {
    return new Context(
        OWN, List.of(sealed, timeouts.statementMillis(), timeouts.lockMillis()), 4, false);
  }

  /** The context for a transaction that a host opened, whose time-outs stay the host's. */
  static Context joining(String sealed) {
    return new Context(JOINED, List.of(sealed), 1, false);
  }

  /** The same for a transaction that is to begin with it. */
  Context opening(boolean writable) {
    String begin = writable ? TransactionBlock.BEGIN : TransactionBlock.BEGIN_READ_ONLY;
    return new Context(begin + sql, values, columns, true);
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setString(i + 1, values.get(i));
    }
  }

  /** Takes the row of the context out of the current result. */
  Instant read(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      return row.getObject(columns, OffsetDateTime.class).toInstant();
    }
  }

  /** Never the parameters, the first of which is a secret while it lasts. */
  @Override
  public String toString() {
    return sql;
  }
}
