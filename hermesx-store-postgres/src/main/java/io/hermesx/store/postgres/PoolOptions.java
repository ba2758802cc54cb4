// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** What the store's own pool is made of. */
final class PoolOptions {

  private static final String PREFIX = "jdbc:postgresql:";
  private static final Duration LEAST = Duration.ofMillis(250);
  private static final Duration MOST = Duration.ofSeconds(5);

  private @Nullable String url;
  private @Nullable String user;
  private @Nullable String password;
  private int size = 10;
  private Duration timeout = Duration.ofSeconds(5);
  private boolean touched;

  void url(String value) {
    Properties parsed = value.startsWith(PREFIX) ? Driver.parseURL(value, null) : null;
    if (parsed == null) {
      throw new IllegalArgumentException(
          "url is not one of PostgreSQL, allowed: jdbc:postgresql://host:port/database");
    }
    if (PGProperty.PASSWORD.getOrDefault(parsed) != null
        || PGProperty.USER.getOrDefault(parsed) != null) {
      throw new IllegalArgumentException(
          "url has a user or a password in it; pass them to user and password instead");
    }
    url = value;
    touched = true;
  }

  void user(String value) {
    user = value;
    touched = true;
  }

  void password(String value) {
    password = value;
    touched = true;
  }

  void size(int value) {
    if (value < 1 || value > 1_000) {
      throw new IllegalArgumentException("poolSize is " + value + ", allowed: 1 to 1,000");
    }
    size = value;
    touched = true;
  }

  void timeout(Duration value) {
    timeout = requireWithin("connectionTimeout", value, LEAST, Duration.ofMinutes(10));
    touched = true;
  }

  static Duration requireWithin(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          option + " is " + value + ", allowed: " + least + " to " + most);
    }
    return value;
  }

  void requireUnset() {
    if (touched) {
      throw new IllegalStateException(
          "url, user, password, poolSize and connectionTimeout are for a pool of the store's own:"
              + " leave them out beside a DataSource, or call builder() without one");
    }
  }

  /** Host, port and database, for messages. */
  String place() {
    Properties parsed = Driver.parseURL(require("url", url), null);
    return parsed == null
        ? "the database"
        : PGProperty.PG_HOST.getOrDefault(parsed)
            + ":"
            + PGProperty.PG_PORT.getOrDefault(parsed)
            + "/"
            + PGProperty.PG_DBNAME.getOrDefault(parsed);
  }

  HikariDataSource open(Timeouts timeouts) {
    HikariConfig config = config("hermesx-store");
    config.setConnectionTimeout(timeout.toMillis());
    config.setValidationTimeout(patience().toMillis());
    // No answer for longer than the server may work: the network is gone.
    long silence = timeouts.statement().plus(timeouts.lock()).plusSeconds(10).toSeconds();
    config.addDataSourceProperty(PGProperty.SOCKET_TIMEOUT.getName(), Long.toString(silence));
    return open(config);
  }

  /** A pool whose callers have little time, each with a time-out of its own. */
  HikariDataSource openForRates() {
    HikariConfig config = config("hermesx-rates");
    config.setAutoCommit(false);
    config.setConnectionTimeout(LEAST.toMillis());
    config.setValidationTimeout(LEAST.toMillis());
    config.addDataSourceProperty(PGProperty.SOCKET_TIMEOUT.getName(), "60");
    return open(config);
  }

  int size() {
    return size;
  }

  private HikariConfig config(String name) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(require("url", url));
    config.setUsername(require("user", user));
    config.setPassword(require("password", password));
    config.setMaximumPoolSize(size);
    config.setInitializationFailTimeout(1);
    config.addDataSourceProperty(PGProperty.CONNECT_TIMEOUT.getName(), "5");
    config.addDataSourceProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    config.addDataSourceProperty(PGProperty.APPLICATION_NAME.getName(), "hermesx");
    config.addDataSourceProperty(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "false");
    return config;
  }

  private HikariDataSource open(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause
          ? Failures.ofConnectingTo(place(), cause)
          : e;
    }
  }

  /**
   * How long a connection that was idle may take to show that it lives: with Hikari's own 5 s, one
   * that went silent would keep a caller waiting beyond the time-out.
   */
  private Duration patience() {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(LEAST) < 0 ? LEAST : half.compareTo(MOST) > 0 ? MOST : half;
  }

  private static String require(String option, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(
          option + " is not set; set url, user and password, or pass a DataSource to builder");
    }
    return value;
  }
}
