// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What docs/guides/postgresql.md shows runs. */
class GuideTest {

  @Test
  void guide_fromAnEmptyDatabase_opens() {
    TestDatabase database = EmbeddedServer.emptyDatabase();
    ContextKey key = prepare(database.superuser(), database.migrator());
    try (PostgresStore store = open(database.url(), "secret", key)) {
      assertThat(store.forTenant(TenantId.named("acme")).readOnly(TenantTx::now)).isNotNull();
    }
  }

  private static ContextKey prepare(DataSource superuser, DataSource migrator) {
    // snippet: migrate
    Migrations.of(superuser).bootstrap(); // once; or psql -1 -f bootstrap.sql
    Migrations.of(migrator).apply(); // with each new version
    ContextKey key = Migrations.of(migrator).contextKey(); // a secret, as the password
    // end
    return key;
  }

  private static PostgresStore open(String url, String password, ContextKey key) {
    // snippet: open
    PostgresStore store =
        PostgresStore.builder()
            .url(url)
            .user("hermesx_app")
            .password(password)
            .contextKey(key)
            .build();
    // end
    return store;
  }

  @Test
  void guide_joinedTransaction_isKeptAsAWhole() throws SQLException {
    TestDatabase database = EmbeddedServer.database();
    TenantId acme = TenantId.named("acme");
    try (PostgresStore store = database.store();
        Connection connection = database.application().getConnection()) {
      join(store, acme, connection);

      assertThat(store.forTenant(acme).tenants().find()).isPresent();
    }
  }

  private static void join(PostgresStore store, TenantId tenant, Connection connection)
      throws SQLException {
    // snippet: join
    connection.setAutoCommit(false);
    TenantStore joined = store.join(tenant, connection); // now all of it is the tenant's
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1"); // your own tables
    }
    joined.run(tx -> tx.tenants().create("Acme")); // the store's
    connection.commit(); // both, or neither
    // end
  }

  @Test
  void contextKey_asTheGuideChangesIt_shutsTheOldOneOut() {
    TestDatabase database = EmbeddedServer.database();
    Migrations migrations = Migrations.of(database.migrator());
    ContextKey old = migrations.contextKey();
    TenantId acme = TenantId.named("acme");

    ContextKey fresh = rotate(migrations);

    try (PostgresStore store =
        PostgresStore.builder(database.application()).contextKey(fresh).build()) {
      assertThat(store.forTenant(acme).tenants().find()).isEmpty();
    }
    assertThatThrownBy(() -> PostgresStore.builder(database.application()).contextKey(old).build())
        .hasMessageContaining("the context key is not one of this database");
  }

  private static ContextKey rotate(Migrations migrations) {
    // snippet: rotate
    ContextKey fresh = migrations.rotateContextKey(); // both open from here on
    // give every service the new one, restart them, then:
    migrations.dropOldContextKeys(); // a service with an older one is refused from here on: HX005
    // end
    return fresh;
  }

  @Test
  void guide_everyFileItNames_isShipped() throws Exception {
    String guide =
        Files.readString(Path.of("..", "docs", "guides", "postgresql.md"), StandardCharsets.UTF_8);

    for (MigrationFile file : MigrationFile.all()) {
      assertThat(guide).contains(file.name().substring(0, file.name().indexOf('.')));
    }
    assertThat(guide).contains("io/hermesx/store/postgres/bootstrap.sql");
    assertThat(Migrations.bootstrapScript()).contains("create role");
  }
}
