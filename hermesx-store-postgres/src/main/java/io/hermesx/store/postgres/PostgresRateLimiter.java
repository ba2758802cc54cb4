// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.HermesException;
import io.hermesx.core.ratelimit.SharedRateLimiterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The way to a rate limiter whose state is in PostgreSQL, shared by every JVM that uses the
 * database: for those who have no Redis. Not thread-safe; the limiter is.
 *
 * <p>It needs the tables of {@link Migrations} and the login of the service, and has a small pool
 * of its own, so that a rush of calls takes no connection from the store. Calls of one tenant that
 * wait at the same time are one transaction of two round trips, under row-level security.
 *
 * <p>What it counted is not waited for to be on disk: a server that crashes forgets at most the
 * last three times {@code wal_writer_delay}, 0.6 s unless set, and as much may be admitted twice
 * then. A standby that takes over forgets what it had not received.
 *
 * <p>Idle keys are forgotten by a sweep of {@link PostgresStore#sweeps}.
 */
public final class PostgresRateLimiter {

  private static final int CONNECTIONS = 4;

  private final PoolOptions pool = new PoolOptions();
  private @Nullable ContextKey contextKey;

  private PostgresRateLimiter() {
    pool.size(CONNECTIONS);
  }

  /** Starts with a pool of 4 connections. */
  public static PostgresRateLimiter builder() {
    return new PostgresRateLimiter();
  }

  /**
   * Sets where the database is; required.
   *
   * @param url such as {@code jdbc:postgresql://db.example.com:5432/agents}; without user and
   *     password
   */
  public PostgresRateLimiter url(String url) {
    pool.url(url);
    return this;
  }

  /** Sets the application login, such as {@code hermesx_app}; required. */
  public PostgresRateLimiter user(String user) {
    pool.user(user);
    return this;
  }

  /** Sets the password of the login; required. It never appears in a message. */
  public PostgresRateLimiter password(String password) {
    pool.password(password);
    return this;
  }

  /** Sets the key that seals the tenant of each transaction, the store's; required. */
  public PostgresRateLimiter contextKey(ContextKey contextKey) {
    this.contextKey = contextKey;
    return this;
  }

  /**
   * Sets how many connections the pool keeps, 1 to 1,000; 4 unless set. Each carries the waiting
   * calls of one tenant at a time; where all are in use for the deadline, the failure mode decides.
   */
  public PostgresRateLimiter poolSize(int poolSize) {
    pool.size(poolSize);
    return this;
  }

  /**
   * Connects, looks whether login and schema are what isolation needs, and returns the builder of
   * the limiter, which has the limits and the failure mode still to be set. Closing the limiter
   * closes the pool.
   *
   * @throws HermesException if they are not, or the database cannot be reached: the message says
   *     what to do
   * @throws IllegalStateException if contextKey, url, user or password is missing
   */
  public SharedRateLimiterBuilder connect() {
    ContextKey key = contextKey;
    if (key == null) {
      throw new IllegalStateException(
          "contextKey is not set: pass the key of the database, which"
              + " Migrations.of(migrator).contextKey() and the SQL function hermesx.context_key()"
              + " answer");
    }
    HikariDataSource own = pool.openForRates();
    try {
      SelfCheck.run(own, key, pool.place());
      return new SharedRateLimiterBuilder(new PostgresRateBackend(own, own, key, pool.size()));
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }
}
