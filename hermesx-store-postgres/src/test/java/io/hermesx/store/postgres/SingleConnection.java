// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;

/** A pool of one connection, so that the next user gets what the last one left. */
final class SingleConnection {

  private SingleConnection() {}

  static HikariDataSource of(TestDatabase database) {
    return new HikariDataSource(configuration(database));
  }

  /** One whose session says, outside any transaction, that it belongs to a tenant. */
  static HikariDataSource poisoned(TestDatabase database, UUID tenant) {
    HikariConfig configuration = configuration(database);
    configuration.setConnectionInitSql(
        "set hermesx.tenant = '" + TestDatabase.sealed(tenant) + "'");
    return new HikariDataSource(configuration);
  }

  private static HikariConfig configuration(TestDatabase database) {
    HikariConfig configuration = new HikariConfig();
    configuration.setJdbcUrl(database.url());
    configuration.setUsername(TestDatabase.APPLICATION);
    configuration.setMaximumPoolSize(1);
    configuration.setConnectionTimeout(500);
    return configuration;
  }
}
