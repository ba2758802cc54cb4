// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.HermesException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Looks whether driver, server, schema and login are what isolation needs, before anything is kept:
 * row-level security says nothing to an owner or a superuser, and nothing at all where it is off.
 * Everything that is wrong is reported at once, each with its remedy.
 */
final class SelfCheck {

  private static final UUID NOBODY = new UUID(0, 0);

  /** Contexts that the boundary has to refuse, and how. */
  private static final Map<String, String> UNSEALED =
      Map.of("", "HX001", NOBODY.toString(), "HX005", NOBODY + "t" + "0".repeat(64), "HX005");

  private final List<String> faults = new ArrayList<>();
  private final Connection connection;
  private final ContextKey key;

  private SelfCheck(Connection connection, ContextKey key) {
    this.connection = connection;
    this.key = key;
  }

  /**
   * Runs the check.
   *
   * @param place what to call the database in messages
   * @return whether a statement and the context in front of it are one implicit transaction
   */
  static boolean run(DataSource source, ContextKey key, String place) {
    List<String> faults;
    boolean oneTrip;
    try (Connection connection = connection(source, place)) {
      connection.setAutoCommit(false);
      faults = new SelfCheck(connection, key).faults();
      connection.rollback();
      if (faults.isEmpty() && !CommitProbe.holdsFor(connection)) {
        faults.add(CommitProbe.FAULT);
      }
      oneTrip = faults.isEmpty() && OneTripProbe.holdsFor(connection);
    } catch (SQLException e) {
      throw Failures.ofChecking(place, e);
    }
    if (!faults.isEmpty()) {
      throw new HermesException(
          place + " is not fit for the store:\n- " + String.join("\n- ", faults));
    }
    return oneTrip;
  }

  private static Connection connection(DataSource source, String place) {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw Failures.ofConnectingTo(place, e);
    }
  }

  private List<String> faults() throws SQLException {
    checkDriver();
    checkServer();
    report("login");
    if (faults.isEmpty()) {
      checkVersion();
    }
    if (faults.isEmpty()) {
      checkTables();
      checkSeal();
    }
    return faults;
  }

  private void checkDriver() throws SQLException {
    if (!connection.isWrapperFor(PGConnection.class)) {
      faults.add("its connections are not those of PostgreSQL's driver; use org.postgresql");
    } else if (connection.unwrap(PGConnection.class).getPreferQueryMode()
        == PreferQueryMode.SIMPLE) {
      faults.add(
          "preferQueryMode is simple, which inlines parameters into statements; leave it out of the"
              + " url");
    }
  }

  private void checkServer() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select current_setting('server_version_num')::int");
        ResultSet row = statement.executeQuery()) {
      row.next();
      KnownLeaks.in(row.getInt(1)).ifPresent(faults::add);
    }
    report("server");
  }

  private void checkVersion() throws SQLException {
    report("schema");
    if (!faults.isEmpty()) {
      return;
    }
    int version = 0;
    if (exists("select to_regclass('hermesx.schema_version') is not null")) {
      try (PreparedStatement statement =
              connection.prepareStatement("select max(version) from hermesx.schema_version");
          ResultSet row = statement.executeQuery()) {
        version = row.next() ? row.getInt(1) : 0;
      }
    }
    compare(version, Migrations.latest());
  }

  private void compare(int found, int needed) {
    if (found < needed) {
      faults.add(
          "the schema has version "
              + found
              + ", this jar needs "
              + needed
              + ": apply its migrations as hermesx_migrator (Migrations.of(…).apply(), Flyway or by"
              + " hand)");
    } else if (found > needed) {
      faults.add(
          "the schema has version "
              + found
              + ", this jar knows "
              + needed
              + ": a newer hermesx-store-postgres made it; use that one");
    }
  }

  private void checkTables() throws SQLException {
    report("tables");
  }

  /** Tries what the boundary stands on: no tenant, one without a seal, and one with ours. */
  private void checkSeal() throws SQLException {
    for (Map.Entry<String, String> unsealed : UNSEALED.entrySet()) {
      String state = stateOf(unsealed.getKey());
      if (!state.equals(unsealed.getValue())) {
        faults.add(refusal(state));
        return;
      }
    }
    String own = stateOf(key.seal(NOBODY, ContextKey.Purpose.TENANT));
    if (own.equals("HX005")) {
      faults.add(
          "the context key is not one of this database's: pass the one that"
              + " Migrations.of(migrator).contextKey() answers");
    } else if (!own.isEmpty()) {
      faults.add("hermesx.current_tenant refuses the context key (SQLSTATE " + own + ")");
    }
  }

  private static String refusal(String state) {
    String what =
        state.isEmpty()
            ? "takes a tenant that nobody sealed"
            : "answers SQLSTATE " + state + " to a tenant that nobody sealed";
    return "hermesx.current_tenant "
        + what
        + ": it is not the view of the migrations, or hermesx.require_tenant() not their function."
        + " Find out who replaced it, and put it back as docs/guides/postgresql.md shows";
  }

  /** The SQLSTATE with which the boundary meets a context; empty if it lets it pass. */
  private String stateOf(String context) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement set =
            connection.prepareStatement("select set_config('hermesx.tenant', ?, true)");
        PreparedStatement ask =
            connection.prepareStatement("select tenant from hermesx.current_tenant")) {
      set.setString(1, context);
      set.execute();
      ask.execute();
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    } finally {
      connection.rollback(before);
    }
  }

  /** Asks what stands in a file of the folder {@code selfcheck}, a fault in each row. */
  private void report(String file) throws SQLException {
    String query = MigrationFile.resource("selfcheck/" + file + ".sql");
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        faults.add(rows.getString(1));
      }
    }
  }

  private boolean exists(String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }
}
