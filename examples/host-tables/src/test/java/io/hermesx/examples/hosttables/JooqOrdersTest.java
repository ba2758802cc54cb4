// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

class JooqOrdersTest extends OrdersContract {

  @Override
  Orders orders() {
    return new JooqOrders(store(), Shop.open().login("shop_app"));
  }
}
