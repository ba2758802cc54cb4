// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import io.hermesx.store.postgres.ContextKey;
import io.hermesx.store.postgres.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of the service's own in its data folder: real, durable, reachable from this machine
 * only and with a password only.
 */
final class EmbeddedServer implements AutoCloseable {

  /** What the programs in the jar read and write. */
  static final String MAJOR = "17";

  private static final String OWNER = "postgres";
  private static final String DATABASE = "hermesx";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DataFolder folder;
  private final FolderLock lock;
  private final EmbeddedPostgres server;
  private final Passwords passwords;

  private EmbeddedServer(
      DataFolder folder, FolderLock lock, EmbeddedPostgres server, Passwords passwords) {
    this.folder = folder;
    this.lock = lock;
    this.server = server;
    this.passwords = passwords;
  }

  static EmbeddedServer start(Path path, RandomGenerator random) {
    return start(path, random, PATIENCE);
  }

  /**
   * @param patience how long the server may take to recover and to answer
   */
  static EmbeddedServer start(Path path, RandomGenerator random, Duration patience) {
    DataFolder folder = new DataFolder(path);
    folder.prepare();
    FolderLock lock = FolderLock.take(folder);
    try {
      return start(folder, lock, random, patience);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedServer start(
      DataFolder folder, FolderLock lock, RandomGenerator random, Duration patience) {
    new Leftover(folder).stop();
    folder.clearUnfinished();
    folder.requireSpace();
    boolean first = folder.isFresh();
    if (first) {
      folder.begin();
    } else {
      folder.requireVersion(MAJOR);
    }
    Passwords passwords = first ? Passwords.create(folder, random) : Passwords.read(folder);
    EmbeddedServer server =
        new EmbeddedServer(folder, lock, launch(folder, passwords, patience), passwords);
    try {
      server.requireDurable();
      server.makeDatabase();
      folder.finish();
      return server;
    } catch (RuntimeException | Error e) {
      server.stop();
      throw e;
    }
  }

  private static EmbeddedPostgres launch(
      DataFolder folder, Passwords passwords, Duration patience) {
    Path secret = folder.path().resolve("postgres.initial");
    Passwords.writePrivately(folder, secret, passwords.owner());
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(folder.log().toFile());
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(folder.cluster())
          .setOverrideWorkingDirectory(folder.programs().toFile())
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setPGStartupWait(patience)
          .setOutputRedirector(log)
          .setErrorRedirector(log)
          // Passed to initdb, which so never has a moment without a password.
          .setLocaleConfig("pwfile", secret.toString())
          .setLocaleConfig("auth", "scram-sha-256")
          .setLocaleConfig("locale", "C")
          .setConnectConfig("password", passwords.owner())
          .setServerConfig("listen_addresses", "127.0.0.1")
          .setServerConfig("unix_socket_directories", "''")
          .setServerConfig("password_encryption", "scram-sha-256")
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("max_connections", "250")
          .start();
    } catch (IOException | RuntimeException e) {
      throw cannotStart(folder, e);
    } finally {
      delete(secret);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new DatabaseException("The file " + file + " holds a password: delete it by hand.", e);
    }
  }

  private static DatabaseException cannotStart(DataFolder folder, Exception e) {
    folder.requireSpace();
    return new DatabaseException(
        "PostgreSQL does not start on "
            + folder.cluster()
            + ". Its own words are at the end of "
            + folder.log()
            + ": read them, or set HERMESX_DATA to another folder.",
        e);
  }

  /** The library's usual settings would lose what was committed: make sure these are not they. */
  private void requireDurable() {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      String value = query(source(OWNER, passwords.owner(), "postgres"), "show " + setting);
      if (!value.equals("on")) {
        throw new DatabaseException(
            "The embedded PostgreSQL runs with "
                + setting
                + "="
                + value
                + ", allowed: on, or commits could be lost. Look for it in "
                + folder.cluster().resolve("postgresql.auto.conf")
                + ".");
      }
    }
  }

  private void makeDatabase() {
    DataSource owner = source(OWNER, passwords.owner(), "postgres");
    if (query(owner, "select count(*) from pg_database where datname = '" + DATABASE + "'")
        .equals("0")) {
      query(owner, "create database " + DATABASE);
    }
    DataSource own = source(OWNER, passwords.owner(), DATABASE);
    Migrations.of(own).bootstrap();
    query(own, "alter role hermesx_migrator password '" + passwords.migrator() + "'");
    query(own, "alter role hermesx_app password '" + passwords.application() + "'");
    Migrations.of(source("hermesx_migrator", passwords.migrator(), DATABASE)).apply();
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
  }

  Passwords passwords() {
    return passwords;
  }

  ContextKey contextKey() {
    return Migrations.of(source("hermesx_migrator", passwords.migrator(), DATABASE)).contextKey();
  }

  /** For tests that look behind the service. */
  DataSource source(String user, String password, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database);
    source.setUser(user);
    source.setPassword(password);
    return source;
  }

  private static String query(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? String.valueOf(rows.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The state says what is wrong; the text may hold a password that was being set. */
  private static DatabaseException failed(SQLException e) {
    return new DatabaseException(
        "The embedded PostgreSQL refused a step of its preparation (SQLSTATE "
            + e.getSQLState()
            + "). If its data was changed by hand, undo that; otherwise report it.");
  }

  /** For tests: lets go of the folder as a killed process does, with PostgreSQL still running. */
  void abandon() {
    lock.close();
  }

  private void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("the embedded PostgreSQL could not be stopped", e);
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      lock.close();
    }
  }
}
