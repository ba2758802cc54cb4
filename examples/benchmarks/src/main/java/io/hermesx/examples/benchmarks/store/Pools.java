// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.store.postgres.ContextKey;
import io.hermesx.store.postgres.PostgresStore;
import javax.sql.DataSource;

/**
 * The store and the peer's pool on the way to a database: the same login, the same number of
 * connections, the same driver with its own defaults, which are its documented best for this: it
 * keeps a statement on the server from its fifth run on and takes most types in binary form.
 */
final class Pools implements AutoCloseable {

  static final int CONNECTIONS = 8;

  private static final String LOGIN = "hermesx_app";
  private static final String PASSWORD = "trusted";

  private final PostgresStore store;
  private final HikariDataSource pool;

  private Pools(PostgresStore store, HikariDataSource pool) {
    this.store = store;
    this.pool = pool;
  }

  /**
   * Connects both sides.
   *
   * @param port that of the server, or of a proxy in front of it
   */
  static Pools open(int port, ContextKey key) {
    String url = url(port, DurableServer.SEALED);
    PostgresStore store =
        PostgresStore.builder()
            .url(url)
            .user(LOGIN)
            .password(PASSWORD)
            .poolSize(CONNECTIONS)
            .contextKey(key)
            .build();
    return new Pools(store, pool(url));
  }

  /** A pool of a peer. */
  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("peer");
    config.setJdbcUrl(url);
    config.setUsername(LOGIN);
    config.setPassword(PASSWORD);
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
  }

  PostgresStore store() {
    return store;
  }

  DataSource peer() {
    return pool;
  }

  @Override
  public void close() {
    store.close();
    pool.close();
  }
}
