// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.store.postgres.IsolationGuard;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The test that a host has of its own: a table that somebody forgot to protect turns it red. */
class ShopIsolationTest {

  private final DataSource source = Shop.open().login("shop_app");

  // snippet: guard
  @Test
  void tablesOfTheShop_areIsolated() {
    assertThat(
            IsolationGuard.of(source)
                .schema("shop")
                .except("shop.countries", "reference data, the same for every tenant")
                .violations())
        .isEmpty();
  }

  // end

  @Test
  void tableThatSomebodyForgot_isNamed() {
    DataSource owner = Shop.open().login("shop_owner");
    Shop.execute(owner, "create table shop.notes (tenant_id uuid not null, text text)");
    try {
      List<String> violations =
          IsolationGuard.of(source)
              .schema("shop")
              .except("shop.countries", "reference data, the same for every tenant")
              .violations();

      assertThat(violations)
          .contains(
              "shop.notes: row-level security is off and row-level security is not forced",
              "shop.notes: its boundary is missing, or not the one of the template");
    } finally {
      Shop.execute(owner, "drop table shop.notes");
    }
  }
}
