// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.json.JsonObject;
import io.hermesx.core.session.SessionId;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.TenantTx;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.Contention;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two transactions that take the same two rows in opposite order: PostgreSQL ends one of them. */
class DeadlockTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TestDatabase DATABASE = EmbeddedServer.database();

  private final List<SessionId> sessions =
      List.of(new StoreSamples(TestIds.create()).session(), session(2));
  private PostgresStore store;

  @BeforeEach
  void open() {
    DATABASE.execute("alter role hermesx_app set deadlock_timeout = '50ms'");
    store = DATABASE.emptyStore();
    store
        .forTenant(ACME)
        .run(tx -> sessions.forEach(id -> tx.sessions().create(id, "user:alice", "title")));
  }

  @AfterEach
  void close() {
    store.close();
    DATABASE.execute("alter role hermesx_app reset deadlock_timeout");
  }

  private static SessionId session(int stream) {
    return new StoreSamples(TestIds.stream(stream)).session();
  }

  @Test
  void twoTransactions_rowsInOppositeOrder_oneGoesOnAndTheOtherCanBeRepeated() {
    List<Optional<StoreException>> ends = crossing(store);

    assertThat(ends.stream().flatMap(Optional::stream))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e).hasMessageContaining("SQLSTATE 40P01");
              assertThat(e.failure()).isEqualTo(StoreFailure.CONFLICT);
              assertThat(e.retrySafe()).isTrue();
            });
    assertThat(messages()).containsExactly(1L, 1L);

    int loser = ends.get(0).isPresent() ? 0 : 1;
    store.forTenant(ACME).run(tx -> append(tx, loser));
    store.forTenant(ACME).run(tx -> append(tx, 1 - loser));
    assertThat(messages()).containsExactly(2L, 2L);
  }

  @Test
  void twoTransactions_lockTimeoutIsShorter_isWhatEndsThem() {
    DATABASE.execute("alter role hermesx_app set deadlock_timeout = '1min'");
    try (PostgresStore hasty = DATABASE.builder().lockTimeout(Duration.ofMillis(50)).build()) {
      List<Optional<StoreException>> ends = crossing(hasty);

      assertThat(ends.stream().flatMap(Optional::stream))
          .isNotEmpty()
          .allSatisfy(
              e -> {
                assertThat(e).hasMessageContaining("SQLSTATE 55P03");
                assertThat(e.failure()).isEqualTo(StoreFailure.UNAVAILABLE);
              });
    }
  }

  /** How each of two transactions fails, if it does. */
  private List<Optional<StoreException>> crossing(PostgresStore at) {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    return Contention.run(
        2,
        thread ->
            () -> {
              try {
                at.forTenant(ACME)
                    .run(
                        tx -> {
                          append(tx, thread);
                          await(bothHoldOne);
                          append(tx, 1 - thread);
                        });
                return Optional.empty();
              } catch (StoreException e) {
                return Optional.of(e);
              }
            });
  }

  private void append(TenantTx tx, int session) {
    tx.sessions().append(sessions.get(session), List.of(JsonObject.empty()));
  }

  private List<Long> messages() {
    return store
        .forTenant(ACME)
        .readOnly(
            tx ->
                sessions.stream()
                    .map(id -> tx.sessions().find(id).orElseThrow().messages())
                    .toList());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
