// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.tenant.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A thread that is interrupted while it works with the store: a platform thread comes to the end of
 * its transaction with its flag still set, a virtual thread loses its connection.
 */
class InterruptedThreadTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TestDatabase DATABASE = EmbeddedServer.database();
  private static final OneOfEach WORK = OneOfEach.number(1);
  private static final String WAITING =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
          + " and datname = current_database()";

  private PostgresStore store;
  private RowDigests rows;

  @BeforeEach
  void open() {
    store = DATABASE.emptyStore();
    rows = RowDigests.of(DATABASE);
  }

  @AfterEach
  void close() {
    rows.close();
    store.close();
  }

  @Test
  void transaction_threadWasInterruptedBefore_isKeptAndTheFlagStays() {
    Thread.currentThread().interrupt();

    store.forTenant(ACME).run(WORK);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(rows.read(List.of(ACME))).hasSize(1);
  }

  @Test
  void statement_platformThreadIsInterrupted_comesToItsEndAndTheFlagStays() throws Exception {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();

    interruptWhileItWaits(
        new Thread(() -> work(flag), "interrupted"), () -> assertThat(flag).isNotDone());

    assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(rows.read(List.of(ACME))).hasSize(1);
  }

  @Test
  void statement_virtualThreadIsInterrupted_losesItsConnectionAndKeepsNothing() throws Exception {
    assumeTrue(
        Runtime.version().feature() >= 21, "skipped: virtual threads need a JDK of 21 or newer");
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Thread thread =
        (Thread)
            Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder, (Runnable) () -> work(flag));

    interruptWhileItWaits(
        thread,
        () ->
            assertThatThrownBy(() -> flag.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                    StoreException.class,
                    e -> assertThat(e.failure()).isEqualTo(StoreFailure.UNAVAILABLE)));

    assertThat(rows.read(List.of(ACME))).isEmpty();
    FailuresUntil.kept(store, ACME, WORK);
  }

  /** Interrupts a thread whose statement waits for a row, and lets the row go afterwards. */
  private static void interruptWhileItWaits(Thread thread, Runnable meanwhile) throws SQLException {
    try (Session other = Session.begin(DATABASE.superuser(), null)) {
      assertThat(other.update("lock table hermesx.sessions in access exclusive mode")).isZero();
      thread.start();
      while (isNobodyWaiting()) {
        Thread.onSpinWait();
      }
      thread.interrupt();
      meanwhile.run();
    }
  }

  private static boolean isNobodyWaiting() throws SQLException {
    try (Session session = Session.begin(DATABASE.superuser(), null)) {
      return session.count(WAITING) == 0;
    }
  }

  private void work(CompletableFuture<Boolean> flag) {
    try {
      store.forTenant(ACME).run(WORK);
      flag.complete(Thread.currentThread().isInterrupted());
    } catch (RuntimeException e) {
      flag.completeExceptionally(e);
    }
  }
}
