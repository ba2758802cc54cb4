// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A real PostgreSQL for tests, one per JVM, stopped with it. {@link #database} gives a fresh
 * database with everything migrated, {@link #emptyDatabase} one without a trace of HermesX.
 * Settings of durability are off: what they keep is not what these tests are about.
 */
final class EmbeddedServer {

  private static final String TEMPLATE = "hermesx_template";
  private static final AtomicInteger NAMES = new AtomicInteger();

  private EmbeddedServer() {}

  private static final class Holder {
    static final EmbeddedPostgres SERVER = start();
    static final ContextKey KEY = template();
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      execute(server.getPostgresDatabase(), "create database " + TEMPLATE);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  private static ContextKey template() {
    return new TestDatabase(Holder.SERVER.getPort(), TEMPLATE).migrate();
  }

  /** The key of every database that {@link #database} gives. */
  static ContextKey contextKey() {
    return Holder.KEY;
  }

  /** A fresh database with roles, schema and every migration. */
  static TestDatabase database() {
    return create(" template " + TEMPLATE);
  }

  /** A fresh database in which nothing was done; the roles are those of the server. */
  static TestDatabase emptyDatabase() {
    return create("");
  }

  private static TestDatabase create(String from) {
    String name = "hermesx_" + NAMES.incrementAndGet();
    assertThat(Holder.KEY).isNotNull(); // made in the template before anything is copied from it
    execute(Holder.SERVER.getPostgresDatabase(), "create database " + name + from);
    return new TestDatabase(Holder.SERVER.getPort(), name);
  }

  /** The folder of the server's programs. */
  static String programs() {
    try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select setting from pg_config where name = 'BINDIR'")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
