// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.ds.PGSimpleDataSource;

/** The embedded database of a data folder, as its superuser sees it behind the service's back. */
final class DatabaseBehind {

  private static final int PORT_LINE = 3;

  private final PGSimpleDataSource source = new PGSimpleDataSource();

  DatabaseBehind(Path data) {
    try {
      Properties passwords = new Properties();
      passwords.load(new StringReader(Files.readString(data.resolve("postgres.properties"))));
      String port =
          Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid")).get(PORT_LINE);
      source.setUrl("jdbc:postgresql://127.0.0.1:" + port.strip() + "/hermesx");
      source.setUser("postgres");
      source.setPassword(passwords.getProperty("owner"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds a table so that nobody can write it, until the connection is closed. */
  Connection hold(String table) throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table hermesx." + table + " in share row exclusive mode");
    }
    return connection;
  }

  /** Waits until somebody waits for a lock. */
  void awaitWaiting() throws SQLException {
    await("select exists (select from pg_locks where not granted)");
  }

  /** Waits until a query answers true, for up to a minute. */
  void await(String query) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 600; i++) {
        try (ResultSet row = statement.executeQuery(query)) {
          row.next();
          if (row.getBoolean(1)) {
            return;
          }
        }
        statement.execute("select pg_sleep(0.1)");
      }
      throw new AssertionError("never became true: " + query);
    }
  }

  /** Moves the clock that the store goes by. */
  void moveClock(String interval) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create or replace function hermesx.clock() returns timestamptz language sql stable"
              + " parallel safe as $$ select pg_catalog.transaction_timestamp() + interval '"
              + interval
              + "' $$");
    }
  }
}
