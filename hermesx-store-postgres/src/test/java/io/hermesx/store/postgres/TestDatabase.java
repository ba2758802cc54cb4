// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.MutableClock;
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
    return source("postgres");
  }

  DataSource migrator() {
    return source(MIGRATOR);
  }

  DataSource application() {
    return source(APPLICATION);
  }

  /** Makes roles, schema and tables in a database that has none, and returns its key. */
  ContextKey migrate() {
    Migrations.of(superuser()).bootstrap();
    Migrations migrations = Migrations.of(migrator());
    migrations.apply();
    return migrations.contextKey();
  }

  private DataSource source(String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url());
    source.setUser(user);
    return source;
  }

  DataSource login(String user) {
    return server.getDatabase(user, name);
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

  /** A store on the rows that are there. */
  PostgresStore store() {
    return builder().build();
  }

  /** A store without any row, whose clock stands at the start. */
  PostgresStore emptyStore() {
    empty();
    return store();
  }

  /** Takes every row away and stops the clock at the start. */
  void empty() {
    execute(EMPTY);
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
    execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname ="
            + " current_database() and usename = 'hermesx_app'");
  }

  /** Runs statements as superuser. */
  void execute(String sql) {
    EmbeddedServer.execute(superuser(), sql);
  }
}
