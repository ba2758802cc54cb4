// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.TenantStore;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.TestIds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever breaks under a transaction: a typed answer, nothing half kept, and a pool that lives.
 */
class PostgresFailureTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private final TestIds ids = TestIds.create();
  private PostgresStore store;

  @BeforeEach
  void open() {
    store = DATABASE.emptyStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private TenantStore acme() {
    return store.forTenant(ACME);
  }

  private PreparedEvent event() {
    return new PreparedEvent(ACME, ids.next(), new byte[] {1});
  }

  private static void run(TenantTx tx, String sql) {
    ((PostgresTx) tx).reading().execute(sql);
  }

  /** Stages an event, then does something else in the same transaction. */
  private void stageAnd(Consumer<TenantTx> step) {
    acme()
        .run(
            tx -> {
              tx.audit().stage(event());
              step.accept(tx);
            });
  }

  private void assertKept(int events) {
    assertThat(store.auditLog().staged(ACME, 10)).hasSize(events);
    assertThat(acme().readOnly(TenantTx::now)).isNotNull();
  }

  private static void assertFails(Runnable work, boolean retrySafe, String part) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.retrySafe()).isEqualTo(retrySafe))
        .hasMessageContaining(part);
  }

  @Test
  void statement_backendWasKilled_canBeTriedAgain() {
    assertFails(
        () ->
            stageAnd(
                tx -> {
                  killIts(tx);
                  run(tx, "select 1");
                }),
        true,
        "statement");
    assertKept(0);
  }

  @Test
  void firstStatement_everyPooledConnectionWasKilled_poolRecovers() {
    assertKept(0);
    DATABASE.endSessions();

    for (int i = 0; i < 20; i++) {
      try {
        stageAnd(TenantTx::now);
      } catch (StoreException e) {
        assertThat(e).hasMessageContaining("SQLSTATE");
      }
    }

    assertThat(store.auditLog().staged(ACME, 100)).isNotEmpty();
    assertThat(acme().readOnly(TenantTx::now)).isNotNull();
  }

  @Test
  void commit_backendWasKilledBefore_mayHaveBeenKept() {
    assertFails(() -> stageAnd(PostgresFailureTest::killIts), false, "may have been kept or not");
    assertKept(0);
  }

  /** Ends the server's side of a transaction; the others of the pool live on. */
  private static void killIts(TenantTx tx) {
    Object pid = ((PostgresTx) tx).reading().fetchValue("select pg_backend_pid()");
    DATABASE.execute("select pg_terminate_backend(" + pid + ", 5000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "53100", "53200", "23514", "XX000", "P0001"})
  void statement_serverRefuses_canBeTriedAgain(String state) {
    assertFails(() -> stageAnd(tx -> run(tx, raise(state))), true, "SQLSTATE " + state);
    assertKept(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "53100", "23514"})
  void commit_serverRefuses_canBeTriedAgain(String state) {
    DATABASE.execute(
        "create or replace function public.late() returns trigger language plpgsql as $$ begin"
            + " raise exception using errcode = '"
            + state
            + "'; end $$");
    DATABASE.execute(
        "create constraint trigger late after insert on hermesx.audit_stage deferrable"
            + " initially deferred for each row execute function public.late()");
    try {
      assertFails(() -> stageAnd(TenantTx::now), true, "refused a commit");
    } finally {
      DATABASE.execute("drop trigger late on hermesx.audit_stage");
    }
    assertKept(0);
  }

  /**
   * The server answers the commit of what failed with ROLLBACK and no error, and so does the
   * driver.
   */
  @ParameterizedTest
  @ValueSource(strings = {"40001", "23514", "42P01", "57014"})
  void commit_workSwallowedAFailure_saysThatNothingWasKept(String state) {
    Consumer<TenantTx> work =
        tx -> {
          run(tx, "select 1");
          assertThatThrownBy(() -> run(tx, raise(state))).isInstanceOf(StoreException.class);
        };

    assertFails(() -> acme().run(work), true, "refused a commit");
    assertFails(() -> acme().readOnly(swallowing(work)), true, "25P02");
    assertKept(0);
  }

  private static Function<TenantTx, Boolean> swallowing(Consumer<TenantTx> work) {
    return tx -> {
      work.accept(tx);
      return true;
    };
  }

  private static String raise(String state) {
    return "do $$ begin raise exception 'card 4111' using errcode = '"
        + state
        + "', detail = 'card 4111', hint = 'card 4111'; end $$";
  }

  @Test
  void failure_textOfTheServer_isNotRepeated() {
    assertThatThrownBy(() -> stageAnd(tx -> run(tx, raise("23514"))))
        .isInstanceOf(StoreException.class)
        .satisfies(
            e -> {
              StringWriter text = new StringWriter();
              e.printStackTrace(new PrintWriter(text));
              assertThat(text.toString()).doesNotContain("4111");
            });
  }

  @Test
  void statement_failedAndWasSwallowed_commitIsRefused() {
    assertFails(
        () ->
            stageAnd(
                tx -> {
                  try {
                    run(tx, raise("P0001"));
                  } catch (StoreException e) {
                    assertThat(e.retrySafe()).isTrue();
                  }
                }),
        true,
        "nothing was kept");
    assertKept(0);
  }

  @Test
  void statement_longerThanTheTimeout_isEnded() {
    try (PostgresStore hasty =
        DATABASE.builder().statementTimeout(Duration.ofMillis(100)).build()) {
      assertFails(
          () -> hasty.forTenant(ACME).run(tx -> run(tx, "select pg_sleep(60)")),
          true,
          "SQLSTATE 57014");
      assertThat(hasty.forTenant(ACME).readOnly(TenantTx::now)).isNotNull();
    }
  }

  @Test
  void statement_waitsForARowTooLong_isEnded() throws SQLException {
    stageAnd(tx -> tx.tenants().create("Acme"));
    try (Session other = Session.begin(DATABASE.superuser(), null);
        PostgresStore hasty = DATABASE.builder().lockTimeout(Duration.ofMillis(50)).build()) {
      assertThat(other.update("update hermesx.tenants set name = name")).isPositive();
      assertFails(
          () ->
              hasty
                  .forTenant(ACME)
                  .run(tx -> run(tx, "select * from hermesx.audit_stage for update")),
          true,
          "SQLSTATE 42501");
      assertFails(
          () -> hasty.forTenant(ACME).run(tx -> run(tx, "update hermesx.tenants set name = 'x'")),
          true,
          "SQLSTATE 55P03");
    }
  }

  @Test
  void pool_isFull_saysSoAndRecovers() {
    whileThePoolIsEmpty(
        small ->
            assertFails(() -> small.forTenant(ACME).readOnly(TenantTx::now), true, "poolSize"));
  }

  @Test
  void pool_waitIsInterrupted_saysSoAndKeepsTheFlag() {
    whileThePoolIsEmpty(
        small -> {
          Thread.currentThread().interrupt();
          assertFails(() -> small.forTenant(ACME).readOnly(TenantTx::now), true, "interrupted");
          assertThat(Thread.interrupted()).isTrue();
        });
  }

  /** Does something while another thread has the only connection; afterwards it is free again. */
  private static void whileThePoolIsEmpty(Consumer<PostgresStore> work) {
    try (PostgresStore small =
        DATABASE.builder().poolSize(1).connectionTimeout(Duration.ofMillis(250)).build()) {
      CountDownLatch done = new CountDownLatch(1);
      CountDownLatch taken = new CountDownLatch(1);
      Contention.run(
          2,
          thread ->
              () -> {
                if (thread == 0) {
                  small.forTenant(ACME).run(tx -> await(taken, done));
                } else {
                  await(taken);
                  try {
                    work.accept(small);
                  } finally {
                    done.countDown();
                  }
                }
                return true;
              });
      assertThat(small.forTenant(ACME).readOnly(TenantTx::now)).isNotNull();
    }
  }

  private static void await(CountDownLatch taken, CountDownLatch done) {
    taken.countDown();
    await(done);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
