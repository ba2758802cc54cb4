// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.HermesException;
import io.hermesx.core.tenant.Tenant;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** One set of files, three ways to apply it, one version on record. */
class MigrationsTest {

  private final TestDatabase database = EmbeddedServer.emptyDatabase();

  private static List<String> files() {
    return MigrationFile.all().stream().map(MigrationFile::name).toList();
  }

  private String answer(String query) {
    try (Session session = Session.begin(database.superuser(), null)) {
      return session.answerOf(query);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void bootstrap() {
    Migrations.of(database.superuser()).bootstrap();
  }

  private void assertComplete() {
    assertThat(answer("select count(*) from hermesx.schema_version"))
        .isEqualTo(String.valueOf(files().size()));
    database.builder().contextKey(Migrations.of(database.migrator()).contextKey()).build().close();
  }

  /** They cannot be told from those whose commit keeps nothing. */
  @Test
  void apply_connectionsThatHideAFailedTransaction_isRefusedAndNothingIsKept() {
    bootstrap();
    Migrations hidden = Migrations.of(HidingSource.over(database.migrator()));

    assertThatThrownBy(hidden::apply)
        .hasStackTraceContaining("do not tell that a transaction has failed");
    assertThat(Migrations.of(database.migrator()).apply())
        .as("nothing was kept")
        .isEqualTo(files());
    assertComplete();
  }

  @Test
  void files_versions_haveNoGap() {
    assertThat(MigrationFile.all().stream().map(MigrationFile::version))
        .isEqualTo(IntStream.rangeClosed(1, files().size()).boxed().toList());
    assertThat(Migrations.latest()).isEqualTo(files().size());
  }

  @Test
  void apply_freshDatabase_appliesAllOfThemInOrder() {
    bootstrap();

    assertThat(Migrations.of(database.migrator()).apply()).isEqualTo(files());

    assertComplete();
    assertThat(answer("select count(*) from hermesx.schema_version where checksum is null"))
        .isEqualTo("0");
  }

  /** The last version that somebody can have run without what came next. */
  @Test
  void apply_toADatabaseInUse_keepsEveryRow() throws SQLException {
    bootstrap();
    try (Connection connection = database.migrator().getConnection();
        Statement statement = connection.createStatement()) {
      for (MigrationFile file : MigrationFile.all().subList(0, 11)) {
        statement.execute(file.sql());
      }
    }
    database.execute(
        "insert into hermesx.tenants values"
            + " ('00000000-0000-7000-8000-00000000000a', 'Acme', 'ACTIVE', 1, now(), now())");

    assertThat(Migrations.of(database.migrator()).apply())
        .isEqualTo(files().subList(11, files().size()));

    ContextKey key = Migrations.of(database.migrator()).contextKey();
    try (PostgresStore store = database.builder().contextKey(key).build()) {
      assertThat(
              store
                  .forTenant(TenantId.parse("00000000-0000-7000-8000-00000000000a"))
                  .tenants()
                  .find()
                  .map(Tenant::name))
          .contains("Acme");
    }
  }

  @Test
  void apply_again_doesNothing() {
    bootstrap();
    Migrations.of(database.migrator()).apply();
    bootstrap();

    assertThat(Migrations.of(database.migrator()).apply()).isEmpty();
    assertComplete();
  }

  @Test
  void apply_byManyAtOnce_eachIsAppliedOnce() {
    Contention.run(
        4,
        thread ->
            () -> {
              bootstrap();
              return true;
            });

    List<List<String>> applied =
        Contention.run(4, thread -> () -> Migrations.of(database.migrator()).apply());

    assertThat(applied.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(files());
    assertComplete();
  }

  @Test
  void apply_asSuperuser_ownerIsTheSame() {
    bootstrap();
    Migrations.of(database.superuser()).apply();

    assertComplete();
    assertThat(
            answer(
                "select count(*) from pg_class where relnamespace = 'hermesx'::regnamespace"
                    + " and relowner <> 'hermesx_owner'::regrole and relname <> 'current_tenant'"))
        .isEqualTo("0");
  }

  @Test
  void apply_notBootstrapped_saysWhatToDo() {
    assertThatThrownBy(() -> Migrations.of(database.superuser()).apply())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("bootstrap.sql");
  }

  @Test
  void apply_asTheApplication_isRefused() {
    bootstrap();

    assertThatThrownBy(() -> Migrations.of(database.application()).apply())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("hermesx_migrator");
  }

  @Test
  void bootstrap_asTheApplication_isRefused() {
    assertThatThrownBy(() -> Migrations.of(database.application()).bootstrap())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("SQLSTATE 42501");
  }

  @Test
  void apply_fileWasChangedAfterwards_isRefused() {
    bootstrap();
    Migrations.of(database.migrator()).apply();
    database.execute("update hermesx.schema_version set checksum = sha256('x') where version = 2");

    assertThatThrownBy(() -> Migrations.of(database.migrator()).apply())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("V2__audit.sql")
        .hasMessageContaining("another text");
  }

  @Test
  void apply_newerSchema_isRefused() {
    bootstrap();
    Migrations.of(database.migrator()).apply();
    database.execute("insert into hermesx.schema_version (version, name) values (1000, 'later')");

    assertThatThrownBy(() -> Migrations.of(database.migrator()).apply())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("version 1000");
  }

  @Test
  void apply_oneFails_whatWasBeforeStaysAndItCanBeTriedAgain() {
    bootstrap();
    database.execute("create table hermesx.audit_heads (a int)");

    assertThatThrownBy(() -> Migrations.of(database.migrator()).apply())
        .isInstanceOf(HermesException.class)
        .hasMessageContaining("SQLSTATE 42P07");
    assertThat(answer("select max(version) from hermesx.schema_version")).isEqualTo("1");
    assertThat(answer("select to_regclass('hermesx.audit_stage')::text")).isNull();

    database.execute("drop table hermesx.audit_heads");
    assertThat(Migrations.of(database.migrator()).apply()).hasSize(files().size() - 1);
    assertComplete();
  }

  @Test
  void files_byHand_areOnRecordToo() {
    EmbeddedServer.execute(database.superuser(), Migrations.bootstrapScript());
    for (MigrationFile file : MigrationFile.all()) {
      EmbeddedServer.execute(database.migrator(), file.sql());
    }

    assertComplete();
    assertThat(Migrations.of(database.migrator()).apply()).isEmpty();
  }

  @Test
  void files_byFlyway_areOnRecordToo() {
    bootstrap();
    Flyway flyway =
        Flyway.configure()
            .dataSource(database.migrator())
            .locations("classpath:io/hermesx/store/postgres/migration")
            .defaultSchema("hermesx")
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load();

    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(files().size());

    assertComplete();
    assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    assertThat(Migrations.of(database.migrator()).apply()).isEmpty();
    try (Session session = Session.begin(database.application(), null)) {
      assertThat(session.errorOf("select * from hermesx.flyway_schema_history")).isEqualTo("42501");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
