// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.FlakyLog.Fate;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.time.Instants;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the sequencer does when the log does not answer, answers otherwise, or goes back. */
class LogSequencerTest {

  private static final TenantId ACME = TenantId.named("acme");

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final Deque<Fate> fates = new ArrayDeque<>();
  private final SwitchedLog log =
      new SwitchedLog(new FlakyLog(memory, () -> fates.isEmpty() ? Fate.ANSWERED : fates.pop()));
  private final UnsignedAuditChain chain = newChain("test");

  private UnsignedAuditChain newChain(String installation) {
    return UnsignedAuditChain.builder(log).installation(installation).clock(clock).ids(ids).build();
  }

  private List<UUID> stage(MemoryAuditLog target, int count) {
    List<UUID> staged = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditEvent event = AuditEvent.builder(ACME, "test", ids.next(), clock.instant()).build();
      target.stage(ACME, List.of(chain.prepare(event)));
      staged.add(event.id());
    }
    return staged;
  }

  private static List<UUID> idsIn(AuditLog log) {
    return log.read(ACME, 0, 10_000).stream().map(AuditEntry::id).toList();
  }

  /** When the events were recorded, in microseconds after the start. */
  private static List<Long> recorded(AuditLog log) {
    long start = Instants.toMicros(MutableClock.START);
    return log.read(ACME, 0, 10_000).stream()
        .map(entry -> HeaderView.header(entry.header()).whole("rec_ts_us") - start)
        .toList();
  }

  private void assertNoAnswer() {
    assertThatExceptionOfType(StoreException.class).isThrownBy(chain::sequence);
  }

  @Test
  void sequence_appendKeptButAnswerLost_countsTheEventsOnce() {
    List<UUID> staged = stage(memory, 3);
    fates.add(Fate.ANSWER_LOST);
    assertNoAnswer();

    assertThat(chain.sequence()).as("nothing is staged any more").isZero();
    staged.addAll(stage(memory, 2));
    assertThat(chain.sequence()).as("now it is known that the three were kept").isEqualTo(5);

    assertThat(idsIn(memory)).isEqualTo(staged);
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
    assertThat(chain.verify(ACME).findings()).isEmpty();
  }

  @Test
  void sequence_appendNotKept_triesTheSameOctetsAgain() {
    List<UUID> staged = stage(memory, 3);
    fates.add(Fate.LOST);
    fates.add(Fate.LOST);
    assertNoAnswer();
    staged.addAll(stage(memory, 1));
    clock.advance(Duration.ofSeconds(9));
    assertNoAnswer();

    assertThat(chain.sequence()).isEqualTo(4);

    assertThat(idsIn(memory)).isEqualTo(staged);
    assertThat(recorded(memory)).containsExactly(0L, 1L, 2L, 9_000_000L);
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
  }

  @Test
  void sequence_anotherAppendedMeanwhile_startsAgainWithoutAGap() {
    List<UUID> staged = stage(memory, 2);
    fates.add(Fate.LOST);
    assertNoAnswer();
    assertThat(newChain("test").sequence()).isEqualTo(2);
    staged.addAll(stage(memory, 2));

    assertThat(chain.sequence()).isEqualTo(2);

    assertThat(idsIn(memory)).isEqualTo(staged);
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
  }

  @Test
  void sequence_afterAFailoverThatLostAcknowledgedEvents_leavesAGapThatAnybodySees() {
    stage(memory, 2);
    chain.sequence();
    MemoryAuditLog replica = new MemoryAuditLog();
    replica.append(ACME, 0, memory.read(ACME, 0, 10), memory.head(ACME).orElseThrow());
    stage(memory, 3);
    chain.sequence();

    log.switchTo(replica);
    assertThat(codes(chain)).containsExactly("history-changed");
    stage(replica, 1);
    chain.sequence();

    assertThat(codes(newChain("test"))).containsExactly("writer-gap");
  }

  private static List<String> codes(UnsignedAuditChain chain) {
    return chain.verify(ACME).findings().stream().map(AuditFinding::code).toList();
  }

  @Test
  void sequence_logOfAnotherInstallation_isRefused() {
    stage(memory, 1);
    chain.sequence();
    stage(memory, 1);
    UnsignedAuditChain other = newChain("other");

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(other::sequence)
        .withMessageContaining("test/" + ACME)
        .withMessageContaining("other/" + ACME);
    assertThat(codes(other)).contains("head-origin-mismatch", "origin-mismatch");
    assertThat(idsIn(memory)).hasSize(1);
  }

  @Test
  void verify_logThatDoesNotTakeWhatIsStaged_saysSo() {
    stage(memory, 1);
    chain.sequence();
    stage(memory, 1);
    log.switchTo(
        new ForwardingAuditLog(memory) {
          @Override
          public boolean append(
              TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
            throw new IllegalArgumentException("the row is there already");
          }
        });

    assertThat(codes(chain)).containsExactly("staged-refused");
  }

  @Test
  void staged_notificationsOfOneTenant_sequenceAtThe256th() {
    for (int i = 1; i < 256; i++) {
      stage(memory, 1);
      chain.staged(ACME);
    }
    assertThat(memory.head(ACME)).isEmpty();
    stage(memory, 1);
    chain.staged(ACME);

    assertThat(idsIn(memory)).hasSize(256);
    assertThat(memory.staged(ACME, 10)).isEmpty();
  }

  @Test
  void staged_logAway_doesNotReachTheCaller() {
    fates.add(Fate.LOST);
    for (int i = 0; i < 256; i++) {
      stage(memory, 1);
      chain.staged(ACME);
    }
    assertThat(idsIn(memory)).isEmpty();

    assertThat(chain.sequence()).isEqualTo(256);
    assertThat(chain.verify(ACME).intact()).isTrue();
  }
}
