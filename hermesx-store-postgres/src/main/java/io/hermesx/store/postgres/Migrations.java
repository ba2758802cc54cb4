// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Makes the tables: applies the SQL files that this jar ships, each in a transaction of its own,
 * one process at a time. The same files can be run by hand or by Flyway; whoever applied them, the
 * version is on record in {@code hermesx.schema_version}.
 *
 * <p>Two logins are involved, neither of them the store's: a superuser runs {@link #bootstrap}
 * once, the login {@code hermesx_migrator} runs {@link #apply} with each new version of this jar.
 * Thread-safe; blocks on the database.
 */
public final class Migrations {

  private static final int OLDEST_SERVER = 15;

  /** Any number that nobody else uses as the key of an advisory lock. */
  private static final long LOCK = 0x6865726d65737801L;

  private final DataSource source;

  private Migrations(DataSource source) {
    this.source = source;
  }

  /**
   * Returns the migrations of a database.
   *
   * @param source gives connections of {@code hermesx_migrator}, or of a superuser
   */
  public static Migrations of(DataSource source) {
    return new Migrations(source);
  }

  /** The version that this jar needs and {@link #apply} leads to. */
  public static int latest() {
    List<MigrationFile> files = MigrationFile.all();
    return files.get(files.size() - 1).version();
  }

  /** The script that {@link #bootstrap} runs, for those who run it by hand. */
  public static String bootstrapScript() {
    return MigrationFile.resource("bootstrap.sql");
  }

  /**
   * Makes the roles and the schema, as a superuser: what has to be done once in a database, before
   * the first {@link #apply}. Doing it again changes nothing. The two logins get no password here.
   *
   * @throws HermesException if the database refuses it
   */
  public void bootstrap() {
    inTransaction(
        "bootstrap.sql",
        connection -> {
          requireServer(connection);
          execute(connection, bootstrapScript());
          return true;
        });
  }

  /**
   * Applies what is not applied yet.
   *
   * @return the names of the files applied now, in order; empty if there was nothing to do
   * @throws HermesException if the database is not prepared, was changed by hand, or is newer than
   *     this jar; files applied before the one that failed stay applied
   */
  public List<String> apply() {
    List<String> applied = new ArrayList<>();
    Optional<String> next = applyNext();
    while (next.isPresent()) {
      applied.add(next.get());
      next = applyNext();
    }
    return List.copyOf(applied);
  }

  /**
   * Returns the key that seals the tenant of each transaction, for {@link
   * PostgresStoreBuilder#contextKey}; the database makes the first one when it is asked for it. It
   * is a secret: keep it where the service keeps its password.
   *
   * @throws HermesException if the migrations are not applied, or the login may not become {@code
   *     hermesx_owner}
   */
  public ContextKey contextKey() {
    return ContextKey.parse(asOwner("select hermesx.context_key()"));
  }

  /**
   * Makes a new key and returns it. Both open from now on: give the new one to every service, then
   * call {@link #dropOldContextKeys}.
   *
   * @throws HermesException as {@link #contextKey} does
   */
  public ContextKey rotateContextKey() {
    return ContextKey.parse(asOwner("select hermesx.new_context_key()"));
  }

  /**
   * Forgets every key but the newest. A service that still has an older one is refused from now on,
   * with the SQLSTATE HX005.
   *
   * @return how many keys went
   * @throws HermesException as {@link #contextKey} does
   */
  public int dropOldContextKeys() {
    return Integer.parseInt(asOwner("select hermesx.drop_old_context_keys()"));
  }

  private String asOwner(String query) {
    return inTransaction(
        "what was asked of the context keys",
        connection -> {
          becomeOwner(connection);
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
          }
        });
  }

  private Optional<String> applyNext() {
    return inTransaction(
        "the migrations",
        connection -> {
          requireServer(connection);
          becomeOwner(connection);
          Optional<MigrationFile> next = next(connection);
          if (next.isPresent()) {
            apply(connection, next.get());
          }
          return next.map(MigrationFile::name);
        });
  }

  private static Optional<MigrationFile> next(Connection connection) throws SQLException {
    SortedMap<Integer, Optional<Sha256>> applied = applied(connection);
    List<MigrationFile> files = MigrationFile.all();
    for (MigrationFile file : files) {
      if (!applied.containsKey(file.version())) {
        return Optional.of(file);
      }
      requireUnchanged(file, applied.get(file.version()));
    }
    if (applied.lastKey() > files.size()) {
      throw new HermesException(
          "the schema hermesx has version "
              + applied.lastKey()
              + ", this jar knows "
              + files.size()
              + ": use the newer hermesx-store-postgres that made it");
    }
    return Optional.empty();
  }

  private static void requireUnchanged(MigrationFile file, Optional<Sha256> known) {
    if (known.isPresent() && !known.get().equals(file.checksum())) {
      throw new HermesException(
          file.name()
              + " was applied with another text than this jar has: use the jar that made the"
              + " schema, unchanged, or one that is newer");
    }
  }

  private static SortedMap<Integer, Optional<Sha256>> applied(Connection connection)
      throws SQLException {
    SortedMap<Integer, Optional<Sha256>> applied = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      if (!flag(statement, "select to_regclass('hermesx.schema_version') is not null")) {
        return applied;
      }
      try (ResultSet rows =
          statement.executeQuery("select version, checksum from hermesx.schema_version")) {
        while (rows.next()) {
          byte[] checksum = rows.getBytes(2);
          applied.put(rows.getInt(1), Optional.ofNullable(checksum).map(Sha256::wrap));
        }
      }
    }
    return applied;
  }

  private static void apply(Connection connection, MigrationFile file) throws SQLException {
    execute(connection, file.sql());
    execute(connection, "set local role hermesx_owner");
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update hermesx.schema_version set checksum = ? where version = ?")) {
      statement.setBytes(1, file.checksum().octets());
      statement.setInt(2, file.version());
      if (statement.executeUpdate() != 1) {
        throw new HermesException(file.name() + " did not record its version");
      }
    }
  }

  private static void becomeOwner(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!flag(statement, "select to_regrole('hermesx_owner') is not null")
          || !flag(statement, "select to_regnamespace('hermesx') is not null")
          || !flag(statement, "select to_regrole('hermesx_host') is not null")) {
        throw new HermesException(
            "the database lacks a role such as hermesx_owner or hermesx_host, or the schema"
                + " hermesx: let a superuser run bootstrap.sql of this version in it"
                + " (docs/guides/postgresql.md)");
      }
      if (!flag(statement, "select pg_has_role('hermesx_owner', 'member')")) {
        throw new HermesException(
            "this login may not become hermesx_owner: run the migrations as hermesx_migrator, not"
                + " as the application's login");
      }
    }
    execute(connection, "set local lock_timeout = '60s'");
    execute(connection, "set local role hermesx_owner");
  }

  private static void requireServer(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST_SERVER) {
      throw new HermesException(
          "the server is PostgreSQL " + version + ", needed is " + OLDEST_SERVER + " or newer");
    }
  }

  private static boolean flag(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private <T> T inTransaction(String what, SqlWork<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.on(connection);
        TransactionBlock.commit(connection);
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new HermesException(
          "PostgreSQL did not carry out "
              + what
              + " (SQLSTATE "
              + e.getSQLState()
              + "): "
              + SqlStates.advice(e.getSQLState()),
          e);
    }
  }
}
