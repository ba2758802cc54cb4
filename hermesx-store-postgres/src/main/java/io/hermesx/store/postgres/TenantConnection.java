// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transaction belongs to a tenant before its first statement does anything.
 *
 * <p>The statement that says so, the context, travels in front of the first statement, in one round
 * trip: both are one composite statement, of which the caller sees the second half only. The
 * transaction is an explicit one, so it does not matter where the driver puts its sync messages.
 * Whatever cannot be prefixed, such as a batch, sends the context by itself first. Everything that
 * the context sets ends with the transaction. Not thread-safe.
 */
final class TenantConnection extends DefaultConnection {

  /** Its one row has the time of the transaction in the last column. */
  static final String CONTEXT =
      "select set_config('hermesx.tenant', ?, true), set_config('statement_timeout', ?, true),"
          + " set_config('lock_timeout', ?, true), hermesx.clock()";

  /** How many parameters the context has. */
  static final int PARAMETERS = 3;

  private final String tenant;
  private final Timeouts timeouts;
  private @Nullable Instant time;

  /**
   * @param tenant the tenant; empty for a transaction that belongs to none
   */
  TenantConnection(Connection connection, String tenant, Timeouts timeouts) {
    super(connection);
    this.tenant = tenant;
    this.timeouts = timeouts;
  }

  /** The time of the transaction by the server's clock; one round trip if nothing was sent yet. */
  Instant time() throws SQLException {
    sendContext();
    if (time == null) {
      throw new SQLException("the transaction never learnt its time", "25P02");
    }
    return time;
  }

  /** Whether the transaction has its tenant. */
  boolean hasContext() {
    return time != null;
  }

  /** Makes sure that the transaction has its tenant. */
  void sendContext() throws SQLException {
    if (time == null) {
      try (PreparedStatement statement = getDelegate().prepareStatement(CONTEXT)) {
        bindContext(statement);
        statement.execute();
        readContext(statement);
      }
    }
  }

  void bindContext(PreparedStatement statement) throws SQLException {
    statement.setString(1, tenant);
    statement.setString(2, timeouts.statementMillis());
    statement.setString(3, timeouts.lockMillis());
  }

  /** Takes the row of the context out of the current result. */
  void readContext(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      time = row.getObject(PARAMETERS + 1, OffsetDateTime.class).toInstant();
    }
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    if (hasContext()) {
      return getDelegate().prepareStatement(sql);
    }
    return PrefixedStatement.of(this, getDelegate().prepareStatement(CONTEXT + "; " + sql));
  }
}
