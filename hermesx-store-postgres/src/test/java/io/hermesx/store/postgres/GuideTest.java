// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
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
  void lookIntoATenant_asTheGuideSays_showsItsRowsAndNoOthers() throws SQLException, IOException {
    TestDatabase database = EmbeddedServer.database();
    TenantId looked = new TenantId(UUID.fromString("00000000-0000-7000-8000-00000000000a"));
    try (PostgresStore store = database.store();
        Connection connection = database.superuser().getConnection();
        Statement statement = connection.createStatement()) {
      for (TenantId tenant : List.of(looked, TenantId.named("other"))) {
        store.forTenant(tenant).tenants().create("Acme");
        store
            .forTenant(tenant)
            .sessions()
            .create(new SessionId(UUID.randomUUID()), "user:alice", "About an order");
      }
      String recipe = sqlBlock("sealed_context(").replace("rollback;", "");
      statement.execute(recipe.replace("select *", "select count(*)"));

      assertThat(lastAnswer(statement)).isEqualTo("1");
    }
  }

  @Test
  void boundary_takenAndPutBackAsTheGuideSays_isWhatTheMigrationsMade() throws IOException {
    TestDatabase database = EmbeddedServer.database();
    database.execute(
        "drop policy sessions_boundary on hermesx.sessions;"
            + " alter table hermesx.sessions disable row level security");
    assertThatThrownBy(database::store).hasMessageContaining("put it back");

    database.execute(sqlBlock("sessions_boundary"));

    database.store().close();
    assertThat(IsolationGuard.of(database.superuser()).schema("hermesx").violations()).isEmpty();
  }

  private static String lastAnswer(Statement statement) throws SQLException {
    String answer = "";
    boolean rows = true;
    while (rows || statement.getUpdateCount() != -1) {
      ResultSet result = statement.getResultSet();
      if (result != null && result.next()) {
        answer = result.getString(1);
      }
      rows = statement.getMoreResults();
    }
    return answer;
  }

  /** The one block of SQL on the page that has this in it. */
  private static String sqlBlock(String part) throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "guides", "postgresql.md"));
    return Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
        .matcher(guide.replace("\r\n", "\n"))
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(part))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two blocks have " + part);
            })
        .orElseThrow();
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
