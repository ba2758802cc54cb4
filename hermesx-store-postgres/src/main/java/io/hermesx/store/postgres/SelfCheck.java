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
    checkLogin();
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
    report(
        """
        select format('the server is PostgreSQL %s, needed is 15 or newer', v)
          from current_setting('server_version') v
          where current_setting('server_version_num')::int < 150000
        union all
        select 'the server only reads, as a standby does; connect to the primary'
          where pg_is_in_recovery()
        union all
        select format('the database is encoded in %s; create it with encoding UTF8', e)
          from current_setting('server_encoding') e where e <> 'UTF8'
        union all
        select format('default_transaction_isolation is %s, the store is written for read '
            'committed; alter role %I reset default_transaction_isolation', i, current_user)
          from current_setting('default_transaction_isolation') i where i <> 'read committed'""");
  }

  private void checkLogin() throws SQLException {
    report(
        """
        select distinct format('the login %s %s: row-level security does not hold it. Log in as '
            'hermesx_app, or grant hermesx_app to a login that is and may become nothing else', u,
            case when r.rolsuper then 'is superuser' || via
                 when r.rolbypassrls then 'has BYPASSRLS' || via
                 else 'may act as ' || r.rolname end)
          from unnest(array[session_user, current_user]) u
          join pg_roles r on pg_has_role(u, r.oid, 'member')
          cross join lateral (select case when r.rolname = u then '' else ' through ' || r.rolname end) v (via)
          where (select not rolsuper from pg_roles where rolname = u) and (r.rolsuper or r.rolbypassrls
            or r.rolname in ('hermesx_owner', 'hermesx_definer', 'hermesx_migrator', 'hermesx_writer',
              'hermesx_maintenance', 'hermesx_admin', 'hermesx_backup')
            or r.oid in (select relowner from pg_class where relnamespace = to_regnamespace('hermesx')))
            or r.rolname = u and r.rolsuper""");
  }

  private void checkVersion() throws SQLException {
    report(
        """
        select 'the schema hermesx is missing: let a superuser run bootstrap.sql in this database, '
            'then apply the migrations as hermesx_migrator'
          where to_regnamespace('hermesx') is null
        union all
        select format('the login %s is not a member of hermesx_app: grant hermesx_app to it', current_user)
          where to_regnamespace('hermesx') is not null
            and not coalesce(pg_has_role(to_regrole('hermesx_app'), 'usage'), false)""");
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
    report(
        """
        select format('the table hermesx.%s is not bounded by row-level security (%s): find out '
            'who took it off, and put it back as docs/guides/postgresql.md shows', c.relname, concat_ws(', ',
                case when not c.relrowsecurity then 'it is off' end,
                case when not c.relforcerowsecurity then 'it is not forced' end,
                case when c.relkind not in ('r', 'p') then 'it is no table' end,
                case when p.polname is null then 'its boundary is missing or another' end))
          from pg_class c
          left join pg_policy p on p.polrelid = c.oid and p.polname = c.relname || '_boundary'
            and not p.polpermissive and p.polcmd = '*'
            and (p.polroles = '{0}' or to_regrole('hermesx_app') = any (p.polroles))
            and regexp_replace(pg_get_expr(p.polqual, c.oid), '\\s+', ' ', 'g')
              = '(tenant_id = ( SELECT c.tenant FROM hermesx.current_tenant c))'
            and pg_get_expr(p.polwithcheck, c.oid) = pg_get_expr(p.polqual, c.oid)
          where c.relnamespace = to_regnamespace('hermesx') and c.relkind in ('r', 'p', 'v', 'm', 'f')
            and c.relname not in ('schema_version', 'current_tenant')
            and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
              or has_any_column_privilege(c.oid, 'select, insert, update'))
            and (not c.relrowsecurity or not c.relforcerowsecurity or c.relkind not in ('r', 'p')
              or p.polname is null)
          order by c.relname""");
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

  private void report(String query) throws SQLException {
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
