// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.HermesException;
import io.hermesx.store.postgres.telemetry.OpenTelemetryTelemetry;
import io.hermesx.store.postgres.telemetry.ServerPlace;
import io.hermesx.store.postgres.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link PostgresStore} needs. Not thread-safe.
 *
 * <p>Where the store makes its own pool, {@link #url}, {@link #user} and {@link #password} are
 * needed and {@link #poolSize} and {@link #connectionTimeout} count; over a {@link DataSource} of
 * the host all five are refused.
 */
public final class PostgresStoreBuilder {

  private final @Nullable DataSource source;
  private final PoolOptions pool = new PoolOptions();
  private @Nullable ContextKey contextKey;
  private @Nullable IsolationGuard isolationGuard;
  private Duration statementTimeout = Duration.ofSeconds(30);
  private Duration lockTimeout = Duration.ofSeconds(10);
  private @Nullable OpenTelemetry openTelemetry;

  PostgresStoreBuilder(@Nullable DataSource source) {
    this.source = source;
  }

  /**
   * Sets where the database is.
   *
   * @param url such as {@code jdbc:postgresql://db.example.com:5432/agents}; without user and
   *     password
   */
  public PostgresStoreBuilder url(String url) {
    pool.url(url);
    return this;
  }

  /** Sets the application login, such as {@code hermesx_app}; never the owner or a superuser. */
  public PostgresStoreBuilder user(String user) {
    pool.user(user);
    return this;
  }

  /** Sets the password of the login. It never appears in a message. */
  public PostgresStoreBuilder password(String password) {
    pool.password(password);
    return this;
  }

  /**
   * Sets how many connections the pool keeps, 1 to 1,000; 10 unless set. A transaction takes one;
   * reading the audit log within it takes another.
   */
  public PostgresStoreBuilder poolSize(int poolSize) {
    pool.size(poolSize);
    return this;
  }

  /**
   * Sets how long a transaction waits for a connection, 250 ms to 10 minutes; 5 s unless set. Then
   * it fails, and trying again is safe.
   */
  public PostgresStoreBuilder connectionTimeout(Duration connectionTimeout) {
    pool.timeout(connectionTimeout);
    return this;
  }

  /**
   * Sets the key that seals the tenant of each transaction; required. {@link Migrations#contextKey}
   * answers it, and so does the SQL function {@code hermesx.context_key()}.
   */
  public PostgresStoreBuilder contextKey(ContextKey contextKey) {
    this.contextKey = contextKey;
    return this;
  }

  /**
   * Sets a guard of tables that are not the store's, which has to find nothing wrong before the
   * store opens; none unless set. It asks connections of its own.
   */
  public PostgresStoreBuilder isolationGuard(IsolationGuard isolationGuard) {
    this.isolationGuard = isolationGuard;
    return this;
  }

  /** Sets how long a statement may take, 100 ms to 1 hour; 30 s unless set. */
  public PostgresStoreBuilder statementTimeout(Duration statementTimeout) {
    this.statementTimeout =
        PoolOptions.requireWithin(
            "statementTimeout", statementTimeout, Duration.ofMillis(100), Duration.ofHours(1));
    return this;
  }

  /**
   * Sets how long a statement may wait for a row that another transaction is changing, 10 ms to 1
   * hour; 10 s unless set.
   */
  public PostgresStoreBuilder lockTimeout(Duration lockTimeout) {
    this.lockTimeout =
        PoolOptions.requireWithin(
            "lockTimeout", lockTimeout, Duration.ofMillis(10), Duration.ofHours(1));
    return this;
  }

  /**
   * Sets whom the store tells of its statements and transactions: spans and measurements, without
   * values; nobody unless set. Nothing global is looked up. Without this option the store needs no
   * OpenTelemetry; with it, {@code io.opentelemetry:opentelemetry-api} must be there.
   *
   * @param openTelemetry such as the host's SDK; the store does not close it
   */
  @SuppressWarnings(
      "exports") // A transitive requirement would be one of every host that is a module.
  public PostgresStoreBuilder openTelemetry(OpenTelemetry openTelemetry) {
    this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
    return this;
  }

  /**
   * Connects, looks whether login and schema are what isolation needs, and returns the store.
   *
   * @throws HermesException if they are not, the isolationGuard finds a violation, or the database
   *     cannot be reached: the message says what to do
   * @throws IllegalStateException if contextKey, url, user or password is missing, or one of the
   *     last three is set beside a DataSource
   */
  public PostgresStore build() {
    ContextKey key = requireKey();
    requireIsolated();
    if (source != null) {
      pool.requireUnset();
      return new PostgresStore(
          transactions(source, key, "the DataSource passed to builder"), () -> {});
    }
    HikariDataSource own = pool.open(timeouts());
    try {
      return new PostgresStore(transactions(own, key, pool.place()), own);
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  private Transactions transactions(DataSource from, ContextKey key, String place) {
    boolean stepsAlone = SelfCheck.run(from, key, place);
    return new Transactions(from, timeouts(), key, stepsAlone, telemetry(from));
  }

  private Timeouts timeouts() {
    return new Timeouts(statementTimeout, lockTimeout);
  }

  private void requireIsolated() {
    List<String> violations = isolationGuard == null ? List.of() : isolationGuard.violations();
    if (!violations.isEmpty()) {
      throw new HermesException(
          "the isolationGuard found what is not isolated:\n- " + String.join("\n- ", violations));
    }
  }

  private ContextKey requireKey() {
    if (contextKey == null) {
      throw new IllegalStateException(
          "contextKey is not set: pass the key of the database, which"
              + " Migrations.of(migrator).contextKey() and the SQL function hermesx.context_key()"
              + " answer");
    }
    return contextKey;
  }

  private Telemetry telemetry(DataSource source) {
    if (openTelemetry == null) {
      return Telemetry.NONE;
    }
    try {
      return OpenTelemetryTelemetry.of(
          openTelemetry, ServerPlace.of(source), Failures::maybeCommitted);
    } catch (SQLException e) {
      throw Failures.ofConnecting(e);
    }
  }
}
