// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.service.database;

import io.hermesx.core.HermesException;
import io.hermesx.core.time.SystemSources;
import io.hermesx.examples.service.config.Configuration;
import io.hermesx.examples.service.config.Variable;
import io.hermesx.store.postgres.ContextKey;
import io.hermesx.store.postgres.Migrations;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens the database that a configuration names. */
public final class Databases {

  private Databases() {}

  /**
   * Opens it and makes its tables: the operator's own if there is one, otherwise an embedded one.
   *
   * @throws DatabaseException if it cannot be used; the message says what to do
   */
  public static Database open(Configuration configuration) {
    return configuration.external() ? external(configuration) : embedded(configuration);
  }

  private static Database embedded(Configuration configuration) {
    EmbeddedServer server =
        EmbeddedServer.start(configuration.dataFolder(), SystemSources.random());
    try {
      return PostgresDatabase.open(
          new Login(
              server.url(), "hermesx_app", server.passwords().application(), server.contextKey()),
          configuration.number(Variable.DATABASE_POOL),
          server);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static Database external(Configuration configuration) {
    String url = configuration.text(Variable.DATABASE_URL);
    try {
      Optional<Migrations> migrations = migrations(configuration, url);
      migrations.ifPresent(Migrations::apply);
      Login application =
          new Login(
              url,
              configuration.text(Variable.DATABASE_USER),
              configuration.text(Variable.DATABASE_PASSWORD),
              contextKey(configuration, migrations));
      return PostgresDatabase.open(
          application, configuration.number(Variable.DATABASE_POOL), () -> {});
    } catch (HermesException e) {
      throw new DatabaseException(
          "The database of HERMESX_DATABASE_URL cannot be used: "
              + e.getMessage()
              + ". docs/guides/postgresql.md says how to prepare it.",
          e);
    }
  }

  /** The one that the configuration names, else the one of the database that it migrates. */
  private static ContextKey contextKey(
      Configuration configuration, Optional<Migrations> migrations) {
    String key = configuration.text(Variable.CONTEXT_KEY);
    return key.isEmpty() ? migrations.orElseThrow().contextKey() : ContextKey.parse(key);
  }

  private static Optional<Migrations> migrations(Configuration configuration, String url) {
    String password = configuration.text(Variable.MIGRATOR_PASSWORD);
    if (password.isEmpty()) {
      return Optional.empty();
    }
    PGSimpleDataSource migrator = new PGSimpleDataSource();
    migrator.setUrl(configuration.find(Variable.MIGRATOR_URL).orElse(url));
    migrator.setUser(configuration.text(Variable.MIGRATOR_USER));
    migrator.setPassword(password);
    migrator.setConnectTimeout(5);
    return Optional.of(Migrations.of(migrator));
  }
}
