// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    ContextKey key =
        Migrations.of(migrator).contextKey(); // a secret of the service, as its password
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
