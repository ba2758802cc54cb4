// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.store.postgres.ContextKey;
import io.hermesx.store.postgres.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real PostgreSQL for rate limits, which keeps what it has on disk; only that a commit need not
 * wait for the disk, which both sides say for themselves.
 */
final class RateServer implements AutoCloseable {

  static final String LOGIN = "hermesx_app";
  static final String PASSWORD = "trusted";

  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres server;

  private RateServer(EmbeddedPostgres server) {
    this.server = server;
  }

  static RateServer start() {
    try {
      RateServer started =
          new RateServer(
              EmbeddedPostgres.builder()
                  .setServerConfig("fsync", "on")
                  .setServerConfig("synchronous_commit", "on")
                  .setServerConfig("full_page_writes", "on")
                  .setServerConfig("max_wal_size", "4GB")
                  .setServerConfig("checkpoint_timeout", "30min")
                  .start());
      Migrations.of(started.server.getDatabase(SUPERUSER, SUPERUSER)).bootstrap();
      Migrations.of(started.server.getDatabase("hermesx_migrator", SUPERUSER)).apply();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ContextKey contextKey() {
    return Migrations.of(server.getDatabase("hermesx_migrator", SUPERUSER)).contextKey();
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?sslmode=disable";
  }

  /** A peer's table, as its documentation makes it, and a pool for it. */
  HikariDataSource peers(int connections) {
    execute("create table bucket (id bigint primary key, state bytea, expires_at bigint)");
    execute("grant all on bucket to " + LOGIN);
    HikariConfig config = new HikariConfig();
    config.setPoolName("peer");
    config.setJdbcUrl(url() + "&options=-c%20synchronous_commit=off");
    config.setUsername(LOGIN);
    config.setPassword(PASSWORD);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(30_000);
    return new HikariDataSource(config);
  }

  private void execute(String sql) {
    try (Connection connection = server.getDatabase(SUPERUSER, SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
