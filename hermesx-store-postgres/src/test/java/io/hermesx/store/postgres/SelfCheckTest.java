// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.HermesException;
import io.hermesx.core.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A store is only built where isolation holds; otherwise the message says what to do. */
class SelfCheckTest {

  private final TestDatabase database = EmbeddedServer.database();

  private void assertRefused(PostgresStoreBuilder builder, String... parts) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(HermesException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void build_applicationLogin_opens() {
    database.store().close();
    TestDatabase.builder(database.application()).build().close();
  }

  @Test
  void build_superuser_isRefused() {
    assertRefused(database.builder().user("postgres"), "is superuser", "Log in as hermesx_app");
    assertRefused(TestDatabase.builder(database.superuser()), "is superuser");
  }

  @ParameterizedTest
  @ValueSource(strings = {"superuser", "bypassrls"})
  void build_loginThatBypasses_isRefused(String attribute) {
    String login = "bypasser_" + attribute;
    database.execute("create role " + login + " login " + attribute);
    database.execute("grant hermesx_app to " + login);

    assertRefused(database.builder().user(login), login);
  }

  @Test
  void build_migrator_isRefused() {
    assertRefused(database.builder().user("hermesx_migrator"), "may act as hermesx_owner");
  }

  @Test
  void build_loginThatMayBecomeMoreThroughARole_isRefused() {
    database.execute("create role climber login noinherit in role hermesx_app");
    database.execute("create role ladder noinherit in role hermesx_owner");
    database.execute("grant ladder to climber");
    assertRefused(database.builder().user("climber"), "climber", "may act as hermesx_owner");

    database.execute("create role halfgod bypassrls");
    database.execute("create role believer login in role hermesx_app, halfgod");
    assertRefused(database.builder().user("believer"), "believer has BYPASSRLS through halfgod");
  }

  @Test
  void build_loginOfTheHosts_opensOnceItIsAMember() {
    database.execute("create role our_service login");
    assertRefused(database.builder().user("our_service"), "grant hermesx_app to it");

    database.execute("grant hermesx_app to our_service");
    database.builder().user("our_service").build().close();
  }

  @Test
  void build_tableWithoutRowSecurity_isRefused() {
    database.execute("alter table hermesx.audit_events no force row level security");
    assertRefused(database.builder(), "hermesx.audit_events", "it is not forced");

    database.execute("alter table hermesx.audit_events disable row level security");
    assertRefused(database.builder(), "hermesx.audit_events", "it is off");
  }

  @Test
  void build_boundaryIsGoneOrWider_isRefused() {
    database.execute("drop policy audit_heads_boundary on hermesx.audit_heads");
    assertRefused(database.builder(), "hermesx.audit_heads", "its boundary is missing");

    database.execute(
        "create policy audit_heads_boundary on hermesx.audit_heads as restrictive using (true)");
    assertRefused(database.builder(), "its boundary is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to public using (tenant_id = (select c.tenant from hermesx.current_tenant c) or true)"
            + " with check (tenant_id = (select c.tenant from hermesx.current_tenant c))",
        "to public using (tenant_id = (select c.tenant from hermesx.current_tenant c)) with check (true)",
        "to hermesx_owner using (tenant_id = (select c.tenant from hermesx.current_tenant c))"
            + " with check (tenant_id = (select c.tenant from hermesx.current_tenant c))"
      })
  void build_boundaryOnlyLooksRight_isRefused(String policy) {
    database.execute("drop policy audit_heads_boundary on hermesx.audit_heads");
    database.execute(
        "create policy audit_heads_boundary on hermesx.audit_heads as restrictive " + policy);
    assertRefused(database.builder(), "hermesx.audit_heads", "its boundary is missing");
  }

  @Test
  void build_viewOfTheSchemaThatTheApplicationMayRead_isRefused() {
    database.execute("create view hermesx.everything as select * from hermesx.audit_events");
    database.store().close();

    database.execute("grant select on hermesx.everything to hermesx_app");
    assertRefused(database.builder(), "hermesx.everything", "it is no table");
  }

  @Test
  void build_newerSchema_isRefused() {
    database.execute("insert into hermesx.schema_version (version, name) values (1000, 'later')");

    assertRefused(database.builder(), "version 1000", "newer hermesx-store-postgres");
  }

  @Test
  void build_olderSchema_isRefused() {
    database.execute("delete from hermesx.schema_version where version = " + Migrations.latest());

    assertRefused(
        database.builder(), "version " + (Migrations.latest() - 1), "apply its migrations");
  }

  @Test
  void build_emptyDatabase_isRefused() {
    assertRefused(EmbeddedServer.emptyDatabase().builder(), "bootstrap.sql");
  }

  @Test
  void build_bootstrappedOnly_isRefused() {
    TestDatabase fresh = EmbeddedServer.emptyDatabase();
    Migrations.of(fresh.superuser()).bootstrap();

    assertRefused(fresh.builder(), "version 0", "apply its migrations");
  }

  @Test
  void build_simpleQueryMode_isRefused() {
    assertRefused(
        database.builder().url(database.url() + "?preferQueryMode=simple"), "preferQueryMode");
  }

  /** A driver, or what stands before it, that hides whether a transaction has failed. */
  @Test
  void build_connectionsThatHideAFailedTransaction_isRefused() {
    assertRefused(
        TestDatabase.builder(HidingSource.over(database.application())),
        "do not tell that a transaction has failed",
        "unwrap to those of org.postgresql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raiseExceptionOnSilentRollback=false",
        "autosave=always",
        "autosave=conservative",
        "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything",
        "prepareThreshold=0"
      })
  void build_driverHoweverSet_opensAndRefusesToCommitWhatFailed(String parameter)
      throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url() + "?" + parameter);
    source.setUser("hermesx_app");
    try (Connection connection = source.getConnection()) {
      assertThat(CommitProbe.holdsFor(connection)).isTrue();
    }
    TestDatabase.builder(source).build().close();
  }

  @Test
  void build_otherIsolation_isRefused() {
    database.execute("create role serial login in role hermesx_app");
    database.execute("alter role serial set default_transaction_isolation = 'serializable'");

    assertRefused(database.builder().user("serial"), "default_transaction_isolation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hermesx_definer",
        "hermesx_writer",
        "hermesx_maintenance",
        "hermesx_admin",
        "hermesx_backup"
      })
  void build_loginOfAnotherRole_isRefused(String role) {
    database.execute("create role hermesx_too_much login; grant hermesx_app to hermesx_too_much");
    try {
      database.builder().user("hermesx_too_much").build().close();
      database.execute("grant " + role + " to hermesx_too_much");

      assertRefused(database.builder().user("hermesx_too_much"), "does not hold it", role);
    } finally {
      database.execute("drop owned by hermesx_too_much; drop role hermesx_too_much");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hermesx_auditor", "hermesx_host"})
  void build_loginThatIsNotTheServices_isToldSo(String role) {
    database.execute("create role hermesx_other login in role " + role);
    try {
      assertRefused(database.builder().user("hermesx_other"), "is not a member of hermesx_app");
    } finally {
      database.execute("drop owned by hermesx_other; drop role hermesx_other");
    }
  }

  @Test
  void build_checkStopsAtSomethingElse_saysSoAndNotThatNobodyIsThere() {
    database.execute("revoke select on hermesx.schema_version from hermesx_app");

    assertThatThrownBy(() -> database.builder().build())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the self-check of")
        .hasMessageContaining("42501");
  }

  @Test
  void build_viewOfTheTenantThatNobodyMayRead_isRefusedOnce() {
    database.execute("revoke select on hermesx.current_tenant from hermesx_app");

    assertRefused(database.builder(), "answers SQLSTATE 42501 to a tenant that nobody sealed");
  }

  @Test
  void build_boundaryThatTakesAnUnsealedTenant_isRefused() {
    database.execute(
        "create or replace function hermesx.require_tenant() returns uuid language plpgsql stable"
            + " as $$ begin return left(nullif(current_setting('hermesx.tenant', true), ''),"
            + " 36)::uuid; end $$");

    assertRefused(database.builder(), "takes a tenant that nobody sealed", "Find out who");
  }

  @Test
  void build_viewOfTheTenantThatTakesAnUnsealedOne_isRefused() {
    database.execute(
        "create or replace view hermesx.current_tenant as"
            + " select left(nullif(current_setting('hermesx.tenant', true), ''), 36)::uuid as tenant");

    assertRefused(database.builder(), "takes a tenant that nobody sealed", "Find out who");
  }

  @Test
  void build_keyOfAnotherDatabase_isRefused() {
    ContextKey foreign = ContextKey.parse("hmck_" + "0".repeat(64));

    assertRefused(
        database.builder().contextKey(foreign), "the context key is not one of this database's");
  }

  @Test
  void build_nobodyListens_saysWhereAndNoPassword() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    PostgresStoreBuilder builder =
        PostgresStore.builder()
            .url("jdbc:postgresql://127.0.0.1:" + port + "/agents")
            .user("hermesx_app")
            .password("correct horse")
            .contextKey(EmbeddedServer.contextKey());

    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retrySafe()).isTrue())
        .hasMessageContaining("127.0.0.1:" + port + "/agents")
        .hasMessageContaining("not reachable")
        .hasMessageNotContaining("horse");
  }

  @Test
  void build_noSuchDatabaseOrLogin_saysSo() {
    assertThatThrownBy(() -> database.builder().url(database.url() + "_not").build())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the database does not exist");
    assertThatThrownBy(() -> database.builder().user("nobody_here").build())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("SQLSTATE 28");
  }

  @Test
  void options_outOfRangeOrMissing_areRefused() {
    PostgresStoreBuilder builder = PostgresStore.builder();
    assertThatThrownBy(builder::build).hasMessageContaining("contextKey is not set");
    builder.contextKey(EmbeddedServer.contextKey());
    assertThatThrownBy(builder::build).hasMessageContaining("url is not set");
    assertThatThrownBy(() -> builder.url("jdbc:mysql://db/agents")).hasMessageContaining("allowed");
    assertThatThrownBy(() -> builder.url("jdbc:postgresql://db/agents?user=me&password=secret"))
        .hasMessageContaining("user and password")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> builder.poolSize(0)).hasMessageContaining("1 to 1,000");
    assertThatThrownBy(() -> builder.statementTimeout(Duration.ZERO))
        .hasMessageContaining("statementTimeout");
    assertThatThrownBy(() -> builder.lockTimeout(Duration.ofDays(1)))
        .hasMessageContaining("lockTimeout");
    assertThatThrownBy(() -> builder.connectionTimeout(Duration.ofMillis(249)))
        .hasMessageContaining("connectionTimeout");
    assertThatThrownBy(() -> TestDatabase.builder(database.application()).poolSize(3).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("beside a DataSource");
  }
}
