// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class JdbcOrdersTest extends OrdersContract {

  @Override
  Orders orders() {
    return new JdbcOrders(store(), Shop.open().login("shop_app"));
  }

  @Test
  void statement_inATransactionThatNobodyJoined_isRefused() throws SQLException {
    try (Connection connection = Shop.open().login("shop_app").getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("insert into shop.orders (id, item) values (null, 'x')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no tenant is set for this transaction");
    }
  }
}
