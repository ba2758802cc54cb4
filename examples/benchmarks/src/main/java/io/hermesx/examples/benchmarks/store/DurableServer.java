// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.store.postgres.ContextKey;
import io.hermesx.store.postgres.Migrations;
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
import javax.sql.DataSource;

/**
 * A real PostgreSQL that loses nothing that it confirmed, with two databases of the same
 * conversations: one as the migrations make it, and one whose boundary believes any tenant that it
 * is told.
 */
final class DurableServer implements AutoCloseable {

  static final String SEALED = "sealed";
  static final String PLAIN = "plain";

  private static final String SUPERUSER = "postgres";

  private final EmbeddedPostgres server;

  private DurableServer(EmbeddedPostgres server) {
    this.server = server;
  }

  static DurableServer start() throws IOException, SQLException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            // No checkpoint in the middle, which would hit one side only.
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("checkpoint_timeout", "30min")
            .setServerConfig("max_connections", "200")
            .start();
    DurableServer durable = new DurableServer(server);
    try {
      durable.requireDurable();
      durable.fill();
      return durable;
    } catch (SQLException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return server.getPort();
  }

  /** The key of both databases. */
  ContextKey contextKey() {
    return Migrations.of(server.getDatabase("hermesx_migrator", SEALED)).contextKey();
  }

  /** Everything, as the owner of the server. */
  DataSource superuser(String database) {
    return server.getDatabase(SUPERUSER, database);
  }

  private void requireDurable() throws SQLException {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      String value = ask(superuser(SUPERUSER), "show " + setting);
      if (!value.equals("on")) {
        throw new IllegalStateException(
            setting + " is " + value + ", allowed: on; otherwise a commit costs nothing");
      }
    }
  }

  private void fill() throws SQLException {
    ask(superuser(SUPERUSER), "create database " + SEALED);
    Migrations.of(superuser(SEALED)).bootstrap();
    Migrations.of(server.getDatabase("hermesx_migrator", SEALED)).apply();
    contextKey(); // made here, so that both databases have the same
    ask(superuser(SEALED), resource("sessions.sql"));
    ask(superuser(SUPERUSER), "create database " + PLAIN + " template " + SEALED);
    ask(superuser(PLAIN), resource("plain.sql"));
    ask(superuser(SEALED), resource("messages.sql"));
    for (String database : List.of(SEALED, PLAIN)) {
      ask(superuser(database), "vacuum analyze");
    }
    ask(superuser(SUPERUSER), "checkpoint");
  }

  /** Returns the first column of the first row, or nothing. */
  static String ask(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? String.valueOf(rows.getString(1)) : "";
      }
    }
  }

  private static String resource(String name) {
    try (InputStream file = DurableServer.class.getResourceAsStream(name)) {
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
