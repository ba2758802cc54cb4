// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.session.Session;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.benchmarks.store.Rows.Conversation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The store's read of one trip with nothing around it: the same two statements in one, without
 * jOOQ, so that what differs between two of them weighs more than it does in the store.
 */
final class OneTripRead {

  private static final String CONTEXT =
      "select set_config('hermesx.tenant', ?, true), set_config('statement_timeout', ?, true),"
          + " set_config('lock_timeout', ?, true), hermesx.clock(); ";

  private final DataSource pool;
  private final Function<TenantId, String> context;

  /**
   * @param context what the setting {@code hermesx.tenant} has to be, made anew for each read
   */
  OneTripRead(DataSource pool, Function<TenantId, String> context) {
    this.pool = pool;
    this.context = context;
  }

  Session find(Conversation conversation) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(CONTEXT + SessionRow.select("hermesx"))) {
      statement.setString(1, context.apply(conversation.tenant()));
      statement.setString(2, "30000");
      statement.setString(3, "10000");
      statement.setObject(4, conversation.tenant().value());
      statement.setObject(5, conversation.id().value());
      statement.execute();
      statement.getMoreResults();
      return SessionRow.read(statement.getResultSet(), conversation);
    }
  }
}
