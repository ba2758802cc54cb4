// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that says whose it is once, for the whole of its session, as is often done, and not for
 * each transaction. Through a pooler the session of the server is not its own.
 */
final class SessionOfTenant implements AutoCloseable {

  private final Connection connection;

  private SessionOfTenant(Connection connection) {
    this.connection = connection;
  }

  static SessionOfTenant open(String url, TenantId tenant) throws SQLException {
    SessionOfTenant session = silent(url);
    try (PreparedStatement statement =
        session.connection.prepareStatement("select set_config('hermesx.tenant', ?, false)")) {
      statement.setString(1, TestDatabase.sealed(tenant.value()));
      statement.execute();
    }
    return session;
  }

  /** One that never says whose it is. */
  static SessionOfTenant silent(String url) throws SQLException {
    return new SessionOfTenant(DriverManager.getConnection(url, TestDatabase.APPLICATION, ""));
  }

  /** The titles of the conversations that it is shown. */
  List<String> titles() throws SQLException {
    List<String> titles = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement("select title from hermesx.sessions limit 20");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        titles.add(row.getString(1));
      }
    }
    return titles;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
