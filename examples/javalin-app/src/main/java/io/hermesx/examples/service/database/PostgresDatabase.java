// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.hermesx.core.store.Store;
import io.hermesx.store.postgres.PostgresStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** A pool and a store on a PostgreSQL whose tables are made. */
final class PostgresDatabase implements Database {

  private final Login login;
  private final HikariDataSource pool;
  private final Store store;
  private final AutoCloseable server;

  private PostgresDatabase(Login login, HikariDataSource pool, Store store, AutoCloseable server) {
    this.login = login;
    this.pool = pool;
    this.store = store;
    this.server = server;
  }

  /**
   * Connects.
   *
   * @param server closed after the pool
   */
  static PostgresDatabase open(Login login, int connections, AutoCloseable server) {
    requireUsable(login);
    HikariDataSource pool = new HikariDataSource(options(login, connections));
    try {
      Store store = PostgresStore.builder(pool).contextKey(login.contextKey()).build();
      return new PostgresDatabase(login, pool, store, server);
    } catch (RuntimeException | Error e) {
      pool.close();
      throw e;
    }
  }

  /** Says within seconds what is wrong at the start, which the pool would say only much later. */
  private static void requireUsable(Login login) {
    PostgresStore.builder()
        .url(login.url())
        .user(login.user())
        .password(login.password())
        .contextKey(login.contextKey())
        .poolSize(1)
        .connectionTimeout(Duration.ofSeconds(5))
        .build()
        .close();
  }

  private static HikariConfig options(Login login, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("hermesx-service");
    config.setJdbcUrl(login.url());
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setMaximumPoolSize(connections);
    // A request under load had better wait here than fail: all of one tenant queue at its budgets.
    config.setConnectionTimeout(15_000);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty(PGProperty.SOCKET_TIMEOUT.getName(), "50");
    config.addDataSourceProperty(PGProperty.CONNECT_TIMEOUT.getName(), "5");
    config.addDataSourceProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    config.addDataSourceProperty(PGProperty.APPLICATION_NAME.getName(), "hermesx-service");
    config.addDataSourceProperty(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "false");
    return config;
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public String description() {
    return "PostgreSQL at " + login.url().replaceFirst("\\?.*", "");
  }

  /** On a connection of its own: a pool that is busy for a while is no reason to be taken out. */
  @Override
  public void requireReady() {
    PGSimpleDataSource probe = new PGSimpleDataSource();
    probe.setUrl(login.url());
    probe.setUser(login.user());
    probe.setPassword(login.password());
    probe.setConnectTimeout(1);
    probe.setLoginTimeout(1);
    probe.setSocketTimeout(1);
    try (Connection connection = probe.getConnection()) {
      if (!connection.isValid(1)) {
        throw new DatabaseException("the database does not answer within a second");
      }
    } catch (SQLException e) {
      throw new DatabaseException("the database does not answer, SQLSTATE " + e.getSQLState(), e);
    }
  }

  @Override
  public Map<String, DoubleSupplier> gauges() {
    return Map.of(
        "hermesx.pool.active", gauge(HikariPoolMXBean::getActiveConnections),
        "hermesx.pool.idle", gauge(HikariPoolMXBean::getIdleConnections),
        "hermesx.pool.waiting", gauge(HikariPoolMXBean::getThreadsAwaitingConnection),
        "hermesx.pool.size", pool::getMaximumPoolSize);
  }

  private DoubleSupplier gauge(ToIntFunction<HikariPoolMXBean> value) {
    return () -> {
      HikariPoolMXBean bean = pool.getHikariPoolMXBean();
      return bean == null ? 0 : value.applyAsInt(bean);
    };
  }

  @Override
  public void close() {
    store.close();
    pool.close();
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the database's server could not be stopped", e);
    }
  }
}
