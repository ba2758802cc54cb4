// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.MutableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

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

  private final EmbeddedPostgres server;
  private final String name;
  private Instant now = MutableClock.START;

  TestDatabase(EmbeddedPostgres server, String name) {
    this.server = server;
    this.name = name;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
  }

  DataSource superuser() {
    return server.getDatabase("postgres", name);
  }

  DataSource migrator() {
    return server.getDatabase(MIGRATOR, name);
  }

  DataSource application() {
    return server.getDatabase(APPLICATION, name);
  }

  /** A builder of a store with a pool of its own, on the application login. */
  PostgresStoreBuilder builder() {
    return PostgresStore.builder()
        .url(url())
        .user(APPLICATION)
        .password("trusted")
        .contextKey(EmbeddedServer.contextKey());
  }

  /** A builder of a store on somebody else's pool. */
  static PostgresStoreBuilder builder(DataSource source) {
    return PostgresStore.builder(source).contextKey(EmbeddedServer.contextKey());
  }

  /** What {@code hermesx.tenant} has to be for a transaction of a tenant. */
  static String sealed(UUID tenant) {
    return EmbeddedServer.contextKey().seal(tenant, ContextKey.Purpose.TENANT);
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

  /** Runs statements as superuser. */
  void execute(String sql) {
    EmbeddedServer.execute(superuser(), sql);
  }
}
