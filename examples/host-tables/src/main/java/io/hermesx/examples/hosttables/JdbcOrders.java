// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.store.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** {@link Orders} with plain JDBC. */
final class JdbcOrders implements Orders {

  private final PostgresStore store;
  private final DataSource source;

  JdbcOrders(PostgresStore store, DataSource source) {
    this.store = store;
    this.source = source;
  }

  @Override
  public void place(TenantId tenant, SessionId conversation, UUID id, String item) {
    inTransaction(
        connection -> {
          // snippet: jdbc
          TenantStore joined = store.join(tenant, connection); // from here on, the tenant's
          joined.sessions().append(conversation, Orders.note(item));
          try (PreparedStatement insert =
              connection.prepareStatement("insert into shop.orders (id, item) values (?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, item);
            insert.executeUpdate();
          }
          // end
          return id;
        });
  }

  @Override
  public List<String> items(TenantId tenant) {
    return inTransaction(
        connection -> {
          store.join(tenant, connection);
          List<String> items = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("select item from shop.orders order by item");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              items.add(rows.getString(1));
            }
          }
          return items;
        });
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  // snippet: transaction
  private <T> T inTransaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
  // end
}
