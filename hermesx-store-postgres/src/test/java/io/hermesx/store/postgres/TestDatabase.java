// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.MutableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of a test's own. Its clock is the server's until {@link #freeze} stops it; from then
 * on {@link #advance} moves it.
 */
final class TestDatabase {

  static final String MIGRATOR = "hermesx_migrator";
  static final String APPLICATION = "hermesx_app";

  private static final String EMPTY =
      """
      do $$
      declare
        names text;
      begin
        select string_agg(oid::regclass::text, ', ') into names from pg_class
          where relnamespace = 'hermesx'::regnamespace and relkind in ('r', 'p')
            and relname not in ('schema_version', 'flyway_schema_history', 'context_keys');
        set local session_replication_role = replica;
        execute 'truncate ' || names || ' restart identity';
      end
      $$""";

  /** The server's own way to wait for the end of a session looks every 100 ms only. */
  private static final String END_SESSIONS =
      """
      do $$
      begin
        for i in 1 .. 5000 loop
          perform pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and usename = 'hermesx_app' and %s;
          exit when not found;
          perform pg_sleep(0.001), pg_stat_clear_snapshot();
        end loop;
      end
      $$""";

  private final int port;
  private final String name;
  private final Supplier<ContextKey> key;
  private Instant now = MutableClock.START;

  /** A copy of the template. */
  TestDatabase(int port, String name) {
    this(port, name, EmbeddedServer::contextKey);
  }

  TestDatabase(int port, String name, Supplier<ContextKey> key) {
    this.port = port;
    this.name = name;
    this.key = key;
  }

  ContextKey key() {
    return key.get();
  }

  int port() {
    return port;
  }

  String url() {
    return urlAt(port);
  }

  private String urlAt(int other) {
    return "jdbc:postgresql://127.0.0.1:" + other + "/" + name;
  }

  DataSource superuser() {
    return login("postgres");
  }

  DataSource migrator() {
    return login(MIGRATOR);
  }

  DataSource application() {
    return login(APPLICATION);
  }

  /** Makes roles, schema and tables in a database that has none, and returns its key. */
  ContextKey migrate() {
    Migrations.of(superuser()).bootstrap();
    Migrations migrations = Migrations.of(migrator());
    migrations.apply();
    return migrations.contextKey();
  }

  /** Connections of another login. */
  DataSource login(String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url());
    source.setUser(user);
    return source;
  }

  /** A builder of a store with a pool of its own, on the application login. */
  PostgresStoreBuilder builder() {
    return PostgresStore.builder()
        .url(url())
        .user(APPLICATION)
        .password("trusted")
        .contextKey(key.get());
  }

  /** A builder of a store on somebody else's pool. */
  static PostgresStoreBuilder builder(DataSource source) {
    return PostgresStore.builder(source).contextKey(EmbeddedServer.contextKey());
  }

  /** What {@code hermesx.tenant} has to be for a transaction of a tenant. */
  static String sealed(UUID tenant) {
    return EmbeddedServer.contextKey().seal(tenant, ContextKey.Purpose.TENANT);
  }

  /**
   * One that gets to the server through a proxy.
   *
   * @param parameters more of the url, such as {@code socketTimeout=1}
   */
  PostgresStoreBuilder builderThrough(int proxy, String parameters) {
    return builder().url(urlAt(proxy) + "?sslmode=disable&" + parameters);
  }

  /** Connections of the application login that get to the server through a proxy. */
  DataSource applicationThrough(int proxy, String parameters) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(urlAt(proxy) + "?sslmode=disable&" + parameters);
    source.setUser(APPLICATION);
    return source;
  }

  /** A store on the rows that are there. */
  PostgresStore store() {
    return builder().build();
  }

  /** A store without any row, whose clock stands at the start. */
  PostgresStore emptyStore() {
    empty();
    return store();
  }

  /** Takes every row away; the clock stays as it is. */
  void truncate() {
    execute("begin; " + AlwaysTriggers.OFF + EMPTY + "; " + AlwaysTriggers.ON + "commit");
  }

  /** Takes every row away and stops the clock at the start. */
  void empty() {
    truncate();
    now = MutableClock.START;
    freeze();
  }

  /** Stops the clock. */
  void freeze() {
    execute(
        "create or replace function hermesx.clock() returns timestamptz language sql"
            + " stable as $$ select timestamptz '"
            + now
            + "' $$");
  }

  /** Moves the stopped clock; a negative duration moves it back. */
  void advance(Duration by) {
    now = now.plus(by);
    freeze();
  }

  /** Ends every session of the application login and waits until they are gone. */
  void endSessions() {
    execute(END_SESSIONS.formatted("true"));
  }

  /** Ends those that go by a name, as the driver's ApplicationName says it. */
  void endSessions(String named) {
    execute(END_SESSIONS.formatted("application_name = '" + named + "'"));
  }

  /** Runs statements as superuser. */
  void execute(String sql) {
    EmbeddedServer.execute(superuser(), sql);
  }

  /** The first column of what a superuser's question answers. */
  String answer(String sql) {
    try (Connection connection = superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
