// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Pools of logins that are members of one role each, of the application login itself, and a store
 * on its pool.
 */
final class AttackLogins implements AutoCloseable {

  private static final String LOGIN =
      """
      do $$
      begin
        if to_regrole('%1$s_attacker') is null then
          create role %1$s_attacker login in role %1$s;
        end if;
      end
      $$""";

  private final Map<String, HikariDataSource> pools = new HashMap<>();
  private final TestDatabase database;
  private final PostgresStore store;

  AttackLogins(TestDatabase database) {
    this.database = database;
    this.store = TestDatabase.builder(of(TestDatabase.APPLICATION)).build();
  }

  /** Connections of a login with the rights of a role. */
  DataSource of(String role) {
    return pools.computeIfAbsent(role, this::pool);
  }

  PostgresStore store() {
    return store;
  }

  private HikariDataSource pool(String role) {
    boolean login = role.equals(TestDatabase.APPLICATION) || role.equals("postgres");
    if (!login) {
      database.execute(LOGIN.formatted(role));
    }
    HikariConfig configuration = new HikariConfig();
    configuration.setJdbcUrl(database.url());
    configuration.setUsername(login ? role : role + "_attacker");
    configuration.setMaximumPoolSize(2);
    configuration.setMinimumIdle(0);
    return new HikariDataSource(configuration);
  }

  @Override
  public void close() {
    store.close();
    pools.values().forEach(HikariDataSource::close);
  }
}
