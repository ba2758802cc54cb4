// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.hosttables;

import io.hermesx.store.postgres.ContextKey;
import io.hermesx.store.postgres.Migrations;
import io.hermesx.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The shop's database, made as a deployment makes it. One for all tests. */
final class Shop {

  private static final class Holder {
    static final Shop SHOP = new Shop();
  }

  private final EmbeddedPostgres server;
  private final PostgresStore store;

  private Shop() {
    try {
      server = EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store = deploy(login("postgres"), login("hermesx_migrator"), login("shop_owner"));
  }

  static Shop open() {
    return Holder.SHOP;
  }

  private PostgresStore deploy(DataSource superuser, DataSource migrator, DataSource owner) {
    // snippet: deploy
    Migrations.of(superuser).bootstrap(); // once
    execute(superuser, script("roles.sql")); // once
    Migrations.of(migrator).apply(); // our tables
    execute(owner, script("V1__orders.sql")); // the shop's
    ContextKey key = Migrations.of(migrator).contextKey();
    PostgresStore opened = PostgresStore.builder(login("shop_app")).contextKey(key).build();
    // end
    return opened;
  }

  PostgresStore store() {
    return store;
  }

  /** Connections of a role. */
  DataSource login(String role) {
    return server.getDatabase(role, "postgres");
  }

  static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String script(String name) {
    try (InputStream in = Orders.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
