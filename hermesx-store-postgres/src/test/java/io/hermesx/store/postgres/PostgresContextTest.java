// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.hermesx.core.audit.AuditOutbox;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.TestIds;
import java.lang.reflect.Method;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tenant's context: in front of the first statement, whatever it is, and gone afterwards. */
class PostgresContextTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId GLOBEX = TenantId.named("globex");
  private static final String TENANT = "select left(current_setting('hermesx.tenant', true), 36)";
  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private final TestIds ids = TestIds.create();

  private PreparedEvent event() {
    return new PreparedEvent(ACME, ids.next(), new byte[] {1});
  }

  private static PostgresTx of(TenantTx tx) {
    return (PostgresTx) tx;
  }

  private static long trips(Consumer<TenantTx> work) {
    int port = URI.create(DATABASE.url().substring("jdbc:".length())).getPort();
    try (WireTap tap = new WireTap(port);
        PostgresStore store =
            DATABASE
                .builder()
                .url(
                    DATABASE.url().replace(":" + port + "/", ":" + tap.port() + "/")
                        + "?sslmode=disable")
                .poolSize(1)
                .build()) {
      for (int i = 0; i < 10; i++) {
        store.forTenant(ACME).run(work);
      }
      long before = tap.trips();
      store.forTenant(ACME).run(work);
      return tap.trips() - before;
    }
  }

  @Test
  void trips_transactionsOfSeveralKinds_areAsFewAsCanBe() {
    assertThat(trips(tx -> of(tx).reading().fetchValue(TENANT))).isEqualTo(2);
    assertThat(trips(TenantTx::now)).isEqualTo(2);
    assertThat(trips(tx -> tx.audit().stage(event()))).as("all in one").isEqualTo(1);
    assertThat(
            trips(
                tx -> {
                  of(tx).reading().fetchValue(TENANT);
                  assertThat(tx.now()).as("came with the first statement").isNotNull();
                  tx.audit().stage(event());
                }))
        .isEqualTo(2);
    assertThat(trips(TenantTx::tenant)).as("nothing was asked").isZero();
  }

  @Test
  void firstStatement_ofAnyKind_belongsToTheTenant() {
    try (PostgresStore store = DATABASE.emptyStore()) {
      for (Consumer<PostgresTx> first : firstStatements()) {
        store
            .forTenant(ACME)
            .run(
                tx -> {
                  first.accept(of(tx));
                  assertThat(of(tx).reading().fetchValue(TENANT)).isEqualTo(ACME.toString());
                });
      }
    }
  }

  private List<Consumer<PostgresTx>> firstStatements() {
    Query insert =
        DSL.query(
            "insert into hermesx.audit_stage (tenant_id, event_id, octets) values"
                + " ({0}, gen_random_uuid(), {1})",
            DSL.val(ACME.value()), DSL.val(new byte[] {1}));
    return List.of(
        tx -> assertThat(tx.reading().fetchValue(TENANT)).isEqualTo(ACME.toString()),
        tx -> assertThat(tx.writing().execute(insert)).isEqualTo(1),
        tx ->
            assertThat(
                    tx.writing()
                        .insertInto(AuditTable.STAGE)
                        .set(AuditTable.TENANT_ID, ACME.value())
                        .set(AuditTable.EVENT_ID, ids.next())
                        .set(AuditTable.OCTETS, new byte[] {1})
                        .returning(AuditTable.PLACE)
                        .fetch())
                .hasSize(1),
        tx -> assertThat(tx.writing().batch(insert, insert).execute()).containsExactly(1, 1),
        tx ->
            assertThat(
                    tx.writing()
                        .batch(
                            DSL.using(SQLDialect.POSTGRES)
                                .insertInto(AuditTable.STAGE)
                                .columns(
                                    AuditTable.TENANT_ID, AuditTable.EVENT_ID, AuditTable.OCTETS)
                                .values((UUID) null, null, null))
                        .bind(ACME.value(), ids.next(), new byte[] {1})
                        .bind(ACME.value(), ids.next(), new byte[] {1})
                        .execute())
                .containsExactly(1, 1),
        tx -> assertThat(tx.reading().fetchMany(TENANT)).isNotEmpty(),
        tx -> assertThat(tx.reading().fetchLazy(TENANT).fetchNext()).isNotNull(),
        tx -> assertThat(tx.reading().resultQuery(TENANT).stream()).hasSize(1));
  }

  @Test
  void connection_givenBack_hasNothingOfTheTenant() throws SQLException {
    try (HikariDataSource pool = SingleConnection.of(DATABASE);
        PostgresStore store = TestDatabase.builder(pool).build()) {
      List<Consumer<TenantTx>> works =
          List.of(
              TenantTx::now,
              tx -> tx.audit().stage(event()),
              tx -> {
                throw new ArithmeticException(tx.now().toString());
              },
              tx -> of(tx).reading().execute("select 1 / 0"));
      for (Consumer<TenantTx> work : works) {
        try {
          store.forTenant(ACME).run(work);
        } catch (RuntimeException e) {
          assertThat(e).isNotInstanceOf(IllegalStateException.class);
        }
        try (Session next = Session.begin(pool, null)) {
          assertThat(next.answerOf(TENANT)).isIn(null, "");
          assertThat(next.answerOf("select count(*) from hermesx.audit_stage")).isIn("HX001", "0");
          assertThat(next.answerOf("show statement_timeout")).isIn("0", "25P02");
        }
        assertThat(tenantSeenBy(store, GLOBEX)).isEqualTo(GLOBEX.toString());
      }
    }
  }

  private static Object tenantSeenBy(PostgresStore store, TenantId tenant) {
    return store.forTenant(tenant).readOnly(tx -> of(tx).reading().fetchValue(TENANT));
  }

  @Test
  void tenants_hoppingOverTwoConnections_neverMeet() {
    try (PostgresStore store = DATABASE.builder().poolSize(2).build()) {
      Contention.run(
          16,
          thread ->
              () -> {
                TenantId tenant = TenantId.named("tenant-" + thread);
                for (int i = 0; i < 40; i++) {
                  assertThat(tenantSeenBy(store, tenant)).isEqualTo(tenant.toString());
                }
                return true;
              });
    }
  }

  @Test
  void transaction_ofAReader_isReadOnlyForTheServerToo() {
    try (PostgresStore store = DATABASE.store()) {
      assertThatThrownBy(
              () ->
                  store
                      .forTenant(ACME)
                      .readOnly(tx -> of(tx).reading().execute("delete from hermesx.audit_stage")))
          .hasMessageContaining("SQLSTATE 25006");
    }
  }

  @Test
  void staged_ofTransactionsSideBySide_comeInTheOrderOfTheirCommits() {
    PreparedEvent first = event();
    PreparedEvent second = event();
    PreparedEvent third = event();
    try (PostgresStore store = DATABASE.emptyStore()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch committed = new CountDownLatch(1);
      Contention.run(
          2,
          thread ->
              () -> {
                if (thread == 0) {
                  store
                      .forTenant(ACME)
                      .run(
                          tx -> {
                            AuditOutbox audit = tx.audit();
                            audit.stage(second);
                            assertThat(tx.now()).isNotNull();
                            begun.countDown();
                            awaitQuietly(committed);
                            audit.stage(third);
                          });
                } else {
                  awaitQuietly(begun);
                  store.forTenant(ACME).run(tx -> tx.audit().stage(first));
                  committed.countDown();
                }
                return true;
              });
      assertThat(store.auditLog().staged(ACME, 10)).containsExactly(first, second, third);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void staged_eventThatCameBackWhileItWasAppended_isTakenOff() {
    PreparedEvent event = event();
    try (PostgresStore store = DATABASE.emptyStore()) {
      DATABASE.execute(
          String.format(
              "insert into hermesx.audit_stage (tenant_id, event_id, octets) values"
                  + " ('%1$s', '%2$s', '\\x01'); insert into hermesx.audit_events values"
                  + " ('%1$s', 0, '%2$s', '\\x01', sha256('x'))",
              ACME, event.id()));

      assertThat(store.auditLog().stagedTenants(10)).containsExactly(ACME);
      assertThat(store.auditLog().staged(ACME, 1)).isEmpty();
      assertThat(store.auditLog().stagedTenants(10)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void stagedTenants_many_eachIsThereOnceUpToTheLimit(int limit) {
    try (PostgresStore store = DATABASE.emptyStore()) {
      List<TenantId> tenants =
          IntStream.range(0, 40).mapToObj(i -> TenantId.named("tenant-" + i)).toList();
      for (TenantId tenant : tenants) {
        store
            .forTenant(tenant)
            .run(
                tx -> {
                  tx.audit().stage(new PreparedEvent(tenant, ids.next(), new byte[] {1}));
                  tx.audit().stage(new PreparedEvent(tenant, ids.next(), new byte[] {1}));
                });
      }
      assertThat(store.auditLog().stagedTenants(limit))
          .doesNotHaveDuplicates()
          .isSubsetOf(tenants)
          .hasSize(Math.min(limit, 40));
    }
  }

  @Test
  void setters_ofStatements_allMove() {
    List<Method> setters =
        Arrays.stream(PreparedStatement.class.getMethods())
            .filter(PrefixedStatement::isSetter)
            .toList();

    assertThat(setters).hasSizeGreaterThanOrEqualTo(50);
    assertThat(setters).extracting(Method::getName).contains("setObject", "setNull", "setArray");
    assertThat(setters).extracting(Method::getName).doesNotContain("setMaxRows", "setFetchSize");
    assertThat(setters).allMatch(method -> method.getParameterTypes()[0] == int.class);
  }
}
