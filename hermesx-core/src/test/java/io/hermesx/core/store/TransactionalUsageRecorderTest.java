// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.store.memory.MemoryStore;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.FaultyStore;
import io.hermesx.core.testkit.FaultyStore.Moment;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.StoreSamples;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.usage.UsageEvent;
import io.hermesx.core.usage.UsageRecorder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionalUsageRecorderTest {

  private static final TenantId ACME = TenantId.named("acme");

  private final FaultyStore store = FaultyStore.around(MemoryStore.create(MutableClock.create()));
  private final UsageRecorder recorder = new TransactionalUsageRecorder(store);
  private final UsageEvent event =
      new StoreSamples(TestIds.create()).usage("call", MutableClock.START, 5);

  @Test
  void record_new_isOnRecordOnce() {
    assertThat(recorder.record(ACME, event)).isTrue();
    assertThat(recorder.record(ACME, event)).isFalse();

    assertThat(events()).containsExactly(event);
  }

  @Test
  void record_commitFails_canBeTriedAgain() {
    store.failAt(1, Moment.COMMIT);
    assertThatThrownBy(() -> recorder.record(ACME, event))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retrySafe()).isTrue());
    assertThat(events()).isEmpty();

    assertThat(recorder.record(ACME, event)).isTrue();
  }

  @Test
  void record_answerIsLost_tryingAgainDoesNotCountTwice() {
    store.failAt(1, Moment.ANSWER);
    assertThatThrownBy(() -> recorder.record(ACME, event))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.retrySafe()).isFalse());

    assertThat(recorder.record(ACME, event)).isFalse();

    assertThat(events()).containsExactly(event);
  }

  @Test
  void recordIn_transactionOfACall_livesAndDiesWithIt() {
    assertThatThrownBy(
            () ->
                store
                    .forTenant(ACME)
                    .tx(
                        tx -> {
                          assertThat(recorder.recordIn(tx.usage(), event)).isTrue();
                          throw new ArithmeticException("after it");
                        }))
        .isInstanceOf(ArithmeticException.class);

    assertThat(events()).isEmpty();
  }

  @Test
  void close_always_leavesTheStoreOpen() {
    recorder.close();

    assertThat(recorder.record(ACME, event)).isTrue();
  }

  private List<UsageEvent> events() {
    return store
        .forTenant(ACME)
        .readOnly(tx -> tx.usage().list(Instant.EPOCH, MutableClock.START.plusSeconds(1), 10));
  }
}
