// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackgroundSequencingTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId BREMEN = TenantId.named("bremen");
  private static final Duration DELAY = Duration.ofMillis(5);

  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final TestIds ids = TestIds.create();
  private final BlockingQueue<Append> appends = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<AuditAppend>> failed = new LinkedBlockingQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private record Append(TenantId tenant, int entries, String thread) {}

  /** Lets a test wait for appends, hold them up, and make them fail. */
  private final AuditLog log =
      new ForwardingAuditLog(memory) {
        @Override
        public List<AppendResult> append(List<AuditAppend> requested) {
          await(gate);
          if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            failed.add(requested);
            throw new IllegalStateException("the log fails on request of a test");
          }
          List<AppendResult> done = super.append(requested);
          String thread = Thread.currentThread().getName();
          requested.forEach(
              one -> appends.add(new Append(one.tenant(), one.entries().size(), thread)));
          return done;
        }
      };

  private final UnsignedAuditChain chain = chain(DELAY);

  @Test
  void staged_withABackground_sequencesOnTheChainsThread() throws InterruptedException {
    stage(ACME);

    Append append = appends.take();
    assertThat(append.tenant()).isEqualTo(ACME);
    assertThat(append.thread()).isEqualTo("hermesx-audit-sequencer");
    chain.close();
  }

  @Test
  void staged_logIsSlow_callerGoesOnAndTheNextBatchGrows() throws InterruptedException {
    gate = new CountDownLatch(1);
    for (int i = 0; i < 2_000; i++) {
      stage(ACME);
    }

    gate.countDown();
    int placed = 0;
    int batches = 0;
    while (placed < 2_000) {
      placed += appends.take().entries();
      batches++;
    }
    assertThat(batches).isLessThan(200);
    chain.close();
  }

  @Test
  void staged_logFails_theNextEventOfAnybodyTriesAgain() throws InterruptedException {
    failures.set(1);
    stage(ACME);
    failed.take();
    stage(BREMEN);

    while (memory.stagedTenants(10).size() > 0) {
      appends.take();
    }

    assertThat(memory.head(ACME)).hasValueSatisfying(h -> assertThat(h.size()).isEqualTo(1));
    assertThat(memory.head(BREMEN)).hasValueSatisfying(h -> assertThat(h.size()).isEqualTo(1));
    chain.close();
  }

  @Test
  void close_roundNotBegunYet_sequencesWhatIsLeftAndEndsTheThread() {
    UnsignedAuditChain patient = chain(Duration.ofMinutes(1));
    memory.stage(ACME, List.of(event(patient, ACME)));
    patient.staged(ACME);

    patient.close();

    assertThat(memory.stagedTenants(10)).isEmpty();
    assertThat(memory.head(ACME)).isPresent();
    memory.stage(ACME, List.of(event(patient, ACME)));
    patient.staged(ACME); // closed: stays staged, and nothing is thrown
    patient.close();
    assertThat(memory.head(ACME)).hasValueSatisfying(h -> assertThat(h.size()).isEqualTo(2));
    chain.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 999_999, 60_000_000_001L})
  void sequenceWithin_outOfRange_isRefusedWithTheRange(long nanos) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain(Duration.ofNanos(nanos)))
        .withMessageContaining("PT0.001S to PT1M");
    chain.close();
  }

  private UnsignedAuditChain chain(Duration delay) {
    return UnsignedAuditChain.builder(log)
        .installation("background")
        .clock(MutableClock.create())
        .ids(TestIds.stream(7))
        .sequenceWithin(delay)
        .build();
  }

  private void stage(TenantId tenant) {
    memory.stage(tenant, List.of(event(chain, tenant)));
    chain.staged(tenant);
  }

  private PreparedEvent event(AuditChain on, TenantId tenant) {
    return on.prepare(AuditEvent.builder(tenant, "t", ids.next(), MutableClock.START).build());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
