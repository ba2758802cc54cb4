// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.core.session.Session;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.examples.benchmarks.store.Rows.Conversation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The usual way to work under row-level security: begin, set the tenant, ask, commit, each a
 * statement of its own. Its sealed contexts are made beforehand and cost it nothing.
 */
final class SetAndQuery {

  private final DataSource pool;
  private final Map<TenantId, String> contexts = new HashMap<>();

  SetAndQuery(DataSource pool, DataSource superuser, List<TenantId> tenants) throws SQLException {
    this.pool = pool;
    for (TenantId tenant : tenants) {
      contexts.put(
          tenant, DurableServer.ask(superuser, "select hermesx.sealed_context('" + tenant + "')"));
    }
  }

  /** Returns the sealed context of a tenant. */
  String context(TenantId tenant) {
    return contexts.get(tenant);
  }

  /** Reads one conversation after the other in one transaction. */
  void find(List<Conversation> conversations) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      set(connection, contexts.get(conversations.get(0).tenant()));
      for (Conversation conversation : conversations) {
        find(connection, conversation);
      }
      connection.commit();
    }
  }

  private static void set(Connection connection, String context) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select set_config('hermesx.tenant', ?, true)")) {
      statement.setString(1, context);
      statement.execute();
    }
  }

  private static Session find(Connection connection, Conversation conversation)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SessionRow.select("hermesx"))) {
      return SessionRow.find(statement, conversation);
    }
  }
}
