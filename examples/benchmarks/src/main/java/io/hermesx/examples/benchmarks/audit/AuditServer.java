// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.store.postgres.Migrations;
import io.hermesx.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A real PostgreSQL that loses nothing that it confirmed, with the tables of the store and those of
 * the peers. A checkpoint is made between rounds and never in the middle of one.
 */
final class AuditServer implements AutoCloseable {

  /** How many connections each side has: as many as there are producers. */
  static final int CONNECTIONS = 32;

  private static final String SUPERUSER = "postgres";
  private static final String MIGRATOR = "hermesx_migrator";
  private static final String LOGIN = "hermesx_app";
  private static final String PASSWORD = "trusted";

  private final EmbeddedPostgres server;

  private AuditServer(EmbeddedPostgres server) {
    this.server = server;
  }

  static AuditServer start() throws IOException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "8GB")
            .setServerConfig("checkpoint_timeout", "30min")
            .setServerConfig("max_connections", "200")
            .start();
    AuditServer started = new AuditServer(postgres);
    try {
      started.requireDurable();
      Migrations.of(postgres.getDatabase(SUPERUSER, SUPERUSER)).bootstrap();
      Migrations.of(postgres.getDatabase(MIGRATOR, SUPERUSER)).apply();
      started.ask(resource("peers.sql"));
      return started;
    } catch (RuntimeException | Error e) {
      postgres.close();
      throw e;
    }
  }

  private void requireDurable() {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      String value = ask("show " + setting);
      if (!value.equals("on")) {
        throw new IllegalStateException(
            setting + " is " + value + ", allowed: on; otherwise a commit costs nothing");
      }
    }
  }

  PostgresStore store() {
    return PostgresStore.builder()
        .url(url())
        .user(LOGIN)
        .password(PASSWORD)
        .poolSize(CONNECTIONS)
        .contextKey(Migrations.of(server.getDatabase(MIGRATOR, SUPERUSER)).contextKey())
        .build();
  }

  /** A pool of the peers: the same login, the same number of connections. */
  HikariDataSource peers() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("peer");
    config.setJdbcUrl(url());
    config.setUsername(LOGIN);
    config.setPassword(PASSWORD);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?sslmode=disable";
  }

  /** Runs SQL as the owner of the server and returns the first column of the first row, if any. */
  String ask(String sql) {
    try (Connection connection = server.getDatabase(SUPERUSER, SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? String.valueOf(rows.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database refused a statement of the benchmark", e);
    }
  }

  private static String resource(String name) {
    try (InputStream file = AuditServer.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is missing from the artifact");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
