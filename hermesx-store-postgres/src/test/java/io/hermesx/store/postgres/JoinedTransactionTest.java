// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TenantDump;
import io.hermesx.core.testkit.TestIds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction that the host opened: of one tenant, kept or not as the host decides. */
class JoinedTransactionTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");

  private final StoreSamples samples = new StoreSamples(TestIds.create());
  private PostgresStore store;
  private Connection host;

  @BeforeEach
  void open() throws SQLException {
    store = DATABASE.emptyStore();
    host = DATABASE.application().getConnection();
    host.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    host.close();
    store.close();
  }

  private long count(String table) throws SQLException {
    try (Statement statement = host.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from hermesx." + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private SessionId begin(TenantStore tenant) {
    SessionId id = samples.session();
    tenant.sessions().create(id, "user:alice", "title");
    return id;
  }

  private int sessionsOf(TenantId tenant) {
    return TenantDump.of(store, tenant).sessions().size();
  }

  @Test
  void work_hostCommits_isKeptWithEventsOfTheTrail() throws SQLException {
    TenantStore joined = store.join(ACME, host);
    joined.run(
        tx -> {
          tx.sessions().create(samples.session(), "user:alice", "title");
          tx.audit().stage(samples.event(ACME));
        });
    begin(joined);

    assertThat(joined.tenant()).isEqualTo(ACME);
    assertThat(sessionsOf(ACME)).as("before the commit").isZero();
    host.commit();

    assertThat(sessionsOf(ACME)).isEqualTo(2);
    assertThat(store.auditLog().staged(ACME, 10)).hasSize(1);
  }

  @Test
  void work_hostRollsBack_isNotKept() throws SQLException {
    TenantStore joined = store.join(ACME, host);
    joined.run(
        tx -> {
          tx.sessions().create(samples.session(), "user:alice", "title");
          tx.audit().stage(samples.event(ACME));
        });
    host.rollback();

    assertThat(TenantDump.of(store, ACME)).isEqualTo(TenantDump.empty());
  }

  @Test
  void work_throws_isTakenBackAloneEvenIfTheHostCommits() throws SQLException {
    TenantStore joined = store.join(ACME, host);
    SessionId kept = begin(joined);
    assertThatThrownBy(
            () ->
                joined.run(
                    tx -> {
                      tx.sessions().create(samples.session(), "user:alice", "title");
                      tx.audit().stage(samples.event(ACME));
                      throw new ArithmeticException("half-way");
                    }))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> joined.run(tx -> ((PostgresTx) tx).reading().execute("select 1 / 0")))
        .isInstanceOf(StoreException.class);
    host.commit();

    assertThat(TenantDump.of(store, ACME).sessions())
        .extracting(it -> it.id())
        .containsExactly(kept);
    assertThat(store.auditLog().staged(ACME, 10)).isEmpty();
  }

  @Test
  void hostsOwnStatements_afterwards_areBoundToTheTenantUntilTheEnd() throws SQLException {
    begin(store.forTenant(ACME));
    begin(store.forTenant(GLOBEX));
    begin(store.forTenant(GLOBEX));

    store.join(GLOBEX, host);
    assertThat(count("sessions")).isEqualTo(2);
    host.commit();

    assertThatThrownBy(() -> count("sessions")).hasMessageContaining("no tenant is set");
    host.rollback();
    store.join(ACME, host);
    assertThat(count("sessions")).isEqualTo(1);
    host.rollback();
    assertThatThrownBy(() -> count("sessions")).hasMessageContaining("no tenant is set");
  }

  @Test
  void join_ofASecondTenant_isRefusedAndOfTheSameIsNot() throws SQLException {
    store.join(ACME, host);
    begin(store.join(ACME, host));

    assertThatThrownBy(() -> store.join(GLOBEX, host))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("HX006")
        .hasMessageContaining("another tenant");
    host.rollback();
    assertThat(store.join(GLOBEX, host).sessions().find(samples.session())).isEmpty();
  }

  @Test
  void joinedStore_hostCommittedInBetween_belongsToItsTenantAgain() throws SQLException {
    TenantStore joined = store.join(ACME, host);
    host.commit();

    SessionId id = begin(joined);
    assertThat(joined.sessions().find(id)).isPresent();
    host.commit();

    assertThat(sessionsOf(ACME)).isEqualTo(1);
  }

  @Test
  void joinedStore_readOnly_refusesWrites() {
    TenantStore joined = store.join(ACME, host);

    assertThatThrownBy(
            () ->
                joined.readOnly(
                    tx -> tx.sessions().create(samples.session(), "user:alice", "title")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only reads");
  }

  @Test
  void join_connectionThatCommitsItself_isRefused() throws SQLException {
    host.setAutoCommit(true);

    assertThatThrownBy(() -> store.join(ACME, host))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("setAutoCommit(false)");
  }

  @Test
  void join_connectionInSimpleQueryMode_isRefused() throws SQLException {
    String url = DATABASE.url() + "?preferQueryMode=simple";
    try (Connection simple = DriverManager.getConnection(url, TestDatabase.APPLICATION, "any")) {
      simple.setAutoCommit(false);

      assertThatThrownBy(() -> store.join(ACME, simple))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("preferQueryMode");
    }
  }

  @Test
  void join_loginThatNothingBinds_isRefused() throws SQLException {
    try (Connection superuser = DATABASE.superuser().getConnection()) {
      superuser.setAutoCommit(false);

      assertThatThrownBy(() -> store.join(ACME, superuser))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("HX003");
    }
  }

  @Test
  void join_otherIsolationLevel_isRefused() throws SQLException {
    host.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

    assertThatThrownBy(() -> store.join(ACME, host))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("HX003");
  }

  @Test
  void joinedStore_insideATransactionOfTheStore_isRefused() {
    TenantStore joined = store.join(ACME, host);

    assertThatThrownBy(() -> store.forTenant(ACME).run(tx -> joined.tenants().find()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open already");
  }
}
