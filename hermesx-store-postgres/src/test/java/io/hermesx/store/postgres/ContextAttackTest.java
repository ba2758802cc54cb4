// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.receipt.ReceiptIntent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a session keeps, loses or confuses about its tenant: connections that are reused, cancelled,
 * killed or shared by prepared plans, and a driver that parts a statement from its context.
 */
class ContextAttackTest {

  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final TenantId A = new TenantId(Attacker.A);
  private static final TenantId B = new TenantId(Attacker.B);
  private static final String SEAL_OF_B = TestDatabase.sealed(Attacker.B);
  private static final String WHOSE =
      "select string_agg(distinct tenant_id::text, ',') from %s.sessions";
  private static final String OURS = WHOSE.formatted("hermesx");
  private static final String TWINS = WHOSE.formatted("twin");
  private static final String BOTH = A + "," + B;

  private static AttackBattery battery;

  @BeforeAll
  static void seed() throws SQLException {
    battery = AttackBattery.on(DATABASE);
  }

  @AfterAll
  static void close() throws SQLException {
    battery.close();
  }

  private static Object seenBy(PostgresStore store, TenantId tenant, String query) {
    return store.forTenant(tenant).readOnly(tx -> ((PostgresTx) tx).reading().fetchValue(query));
  }

  /** Leaves a context in the session of a pool of one, then looks as the store and as nobody. */
  private static void assertNextIsOfItsOwn(String leave) throws SQLException {
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store = TestDatabase.builder(pool).build()) {
      try (Session attack = Session.begin(pool, null)) {
        assertThat(attack.run(leave.replace("$SEAL", SEAL_OF_B)).worked()).isTrue();
      }
      try (Session control = Session.begin(pool, null)) {
        assertThat(control.answerOf(OURS)).as("it stays").isEqualTo(B.toString());
      }
      assertThat(seenBy(store, A, OURS)).isEqualTo(A.toString());
      assertThat(seenBy(store, A, TWINS)).as("control").isEqualTo(BOTH);
      assertThat(store.directory().findApiKey(StoreSamples.sha256("x"))).isEmpty();
      assertThat(seenBy(store, B, OURS)).isEqualTo(B.toString());
    }
  }

  @Test
  void setOfTheSession_nextTransactionOfTheStore_isOfItsOwnTenant() throws SQLException {
    assertNextIsOfItsOwn("set session hermesx.tenant = '$SEAL'");
  }

  @Test
  void setConfigOfTheSession_nextTransactionOfTheStore_isOfItsOwnTenant() throws SQLException {
    assertNextIsOfItsOwn("select set_config('hermesx.tenant', '$SEAL', false)");
  }

  @Test
  void settingOfAnotherSession_isNotToBeRead() throws SQLException {
    String seal = TestDatabase.sealed(Attacker.A);
    String setting = "select current_setting('hermesx.tenant', true)";
    try (Session attacked = Session.begin(DATABASE.application(), seal);
        Session attack = Session.begin(DATABASE.application(), null)) {
      assertThat(attacked.answerOf(setting)).as("control").isEqualTo(seal);
      assertThat(attack.answerOf(setting)).isNull();
      for (String view : List.of("pg_settings", "pg_stat_activity", "pg_prepared_statements")) {
        assertThat(
                attack.count(
                    "select count(*) from "
                        + view
                        + " v where strpos(v::text, '"
                        + seal.substring(40)
                        + "'"
                        + ") > 0 and strpos(v::text, 'count') = 0"))
            .as(view)
            .isZero();
      }
    }
  }

  @Test
  void join_whileAnotherTenantHasTheTransaction_isRefused() throws SQLException {
    PostgresStore store = battery.logins().store();
    try (Session host = Attacker.JOINED.begin(battery.logins())) {
      assertThat(host.answerOf(OURS)).isEqualTo(B.toString());
      assertThat(host.answerOf(TWINS)).as("control").isEqualTo(BOTH);
      assertThatThrownBy(() -> store.join(A, host.connection()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("HX006");
      assertThat(host.answerOf(OURS)).as("the transaction failed").isEqualTo("25P02");
    }
    try (Session host = Attacker.JOINED.begin(battery.logins())) {
      host.run("savepoint s");
      assertThat(host.answerOf(OURS)).as("the commit ended it").isEqualTo("HX001");
    }
  }

  @Test
  void cancelledStatement_connectionReused_isOfTheNextTenantOnly() throws SQLException {
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store =
            TestDatabase.builder(pool).statementTimeout(Duration.ofMillis(200)).build()) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> seenBy(store, B, "select pg_sleep(60)::text"))
            .hasMessageContaining("57014");
        assertThat(seenBy(store, A, OURS)).isEqualTo(A.toString());
        assertThat(seenBy(store, A, TWINS)).as("control").isEqualTo(BOTH);
        try (Session nobody = Session.begin(pool, null)) {
          assertThat(nobody.answerOf(OURS)).isEqualTo("HX001");
        }
      }
    }
  }

  @Test
  void killedBackend_inTheMiddleOfAStep_nothingOfAnotherTenant() throws SQLException {
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store = TestDatabase.builder(pool).build()) {
      for (int i = 0; i < 3; i++) {
        try (Connection connection = pool.getConnection();
            PreparedStatement statement =
                connection.prepareStatement(
                    "select set_config('hermesx.tenant', ?, true);"
                        + " select pg_terminate_backend(pg_backend_pid()) from hermesx.sessions")) {
          statement.setString(1, SEAL_OF_B);
          assertThatThrownBy(statement::execute)
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
        }
        try (Session nobody = Session.begin(pool, null)) {
          assertThat(nobody.answerOf(OURS)).isEqualTo("HX001");
        }
        assertThat(seenBy(store, A, OURS)).isEqualTo(A.toString());
        assertThat(seenBy(store, A, TWINS)).as("control").isEqualTo(BOTH);
      }
    }
  }

  /**
   * The driver sends a sync message between two statements of a composite where it has learnt that
   * the answer of the second may be long: from the sixth execution on, if a parameter has no type.
   * The context is over then, and whoever forgot that is told.
   */
  @Test
  void composite_partedByTheDriver_isRefused() throws SQLException {
    Set<String> ours = new TreeSet<>();
    Set<String> twins = new TreeSet<>();
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        Connection connection = pool.getConnection()) {
      for (int i = 0; i < 12; i++) {
        ours.add(composite(connection, "hermesx.sessions"));
        twins.add(composite(connection, "twin.sessions"));
      }
    }
    assertThat(ours).as("parted, it is an error").containsExactlyInAnyOrder("HX001", B.toString());
    assertThat(twins).as("control").containsExactly(BOTH);
  }

  private static String composite(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select set_config('hermesx.tenant', ?, true); select tenant_id::text, title from "
                + table
                + " where ended_at is not distinct from ? order by 1")) {
      statement.setString(1, SEAL_OF_B);
      statement.setNull(2, Types.OTHER);
      statement.execute();
      statement.getMoreResults();
      StringBuilder seen = new StringBuilder();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          seen.append(seen.isEmpty() ? "" : ",").append(rows.getString(1));
        }
      }
      return seen.toString();
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  @Test
  void steps_executedTenTimes_areNeverParted() {
    StoreSamples samples = new StoreSamples(TestIds.create());
    TestDatabase database = EmbeddedServer.database();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    try (WireTap tap = new WireTap(port);
        PostgresStore store =
            database
                .builder()
                .url(
                    database.url().replace(":" + port + "/", ":" + tap.port() + "/")
                        + "?sslmode=disable")
                .poolSize(1)
                .build()) {
      TenantStore acme = store.forTenant(A);
      acme.tenants().create("Acme");
      for (int i = 0; i < 12; i++) {
        ReceiptIntent intent = samples.intent("run", "call-" + i, acme.readOnly(tx -> tx.now()));
        List<Runnable> steps =
            List.of(
                () -> acme.tenants().find(),
                () -> acme.receipts().open(intent),
                () -> acme.receipts().close(samples.result(intent, intent.openedAt())),
                () -> acme.sessions().find(samples.session()),
                () -> acme.sessions().create(samples.session(), "user:alice", "title"),
                () -> acme.approvals().countPending(),
                () -> acme.usage().append(samples.usage("call", intent.openedAt(), 1)));
        for (Runnable step : steps) {
          long before = tap.trips();
          step.run();
          assertThat(tap.trips() - before)
              .as("step %s, execution %s", steps.indexOf(step), i)
              .isLessThanOrEqualTo(i == 0 ? 2 : 1);
        }
      }
    }
  }

  @Test
  void preparedPlan_usedByTheNextTenant_showsItsOwn() throws SQLException {
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      for (String mode : List.of("auto", "force_generic_plan", "force_custom_plan")) {
        for (int i = 0; i < 14; i++) {
          TenantId tenant = i % 2 == 0 ? A : B;
          assertThat(planned(connection, mode, tenant, OURS)).isEqualTo(tenant.toString());
          assertThat(planned(connection, mode, tenant, TWINS)).as("control").isEqualTo(BOTH);
        }
      }
    }
  }

  private static String planned(Connection connection, String mode, TenantId tenant, String query)
      throws SQLException {
    try (Statement setting = connection.createStatement();
        PreparedStatement context =
            connection.prepareStatement("select set_config('hermesx.tenant', ?, true)");
        PreparedStatement statement =
            connection.prepareStatement(query + " where created_at < ?::timestamptz")) {
      setting.execute("set local plan_cache_mode = " + mode);
      context.setString(1, TestDatabase.sealed(tenant.value()));
      context.execute();
      statement.setString(1, "infinity");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    } finally {
      connection.commit();
    }
  }
}
