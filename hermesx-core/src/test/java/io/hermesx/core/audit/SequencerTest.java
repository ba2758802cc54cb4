// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.FlakyLog.Fate;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.store.StoreException;
import io.hermesx.core.store.StoreFailure;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SwitchedAuditLog;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.time.Instants;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sequencer does when the log does not answer, answers otherwise, or goes back. */
class SequencerTest {

  private static final TenantId ACME = TenantId.named("acme");

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final Deque<Fate> fates = new ArrayDeque<>();
  private final SwitchedAuditLog log =
      new SwitchedAuditLog(
          new FlakyLog(memory, () -> fates.isEmpty() ? Fate.ANSWERED : fates.pop()));
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

  /** The second try is told that somebody was first, and that was the first try. */
  @Test
  void sequence_appendKeptWhileItIsTriedAgain_countsTheEventsOnce() {
    List<UUID> staged = stage(memory, 3);
    fates.add(Fate.KEPT_LATER);
    assertNoAnswer();

    assertThat(chain.sequence()).isEqualTo(3);
    staged.addAll(stage(memory, 2));
    assertThat(chain.sequence()).isEqualTo(2);

    assertThat(idsIn(memory)).isEqualTo(staged);
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
  }

  /** The doubt outlives a log that cannot be read just when it is looked up. */
  @Test
  void sequence_appendKeptAndLogNotReadableAfterwards_countsTheEventsOnce() {
    List<UUID> staged = stage(memory, 3);
    fates.add(Fate.ANSWER_LOST);
    assertNoAnswer();
    log.switchTo(
        new ForwardingAuditLog(memory) {
          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            throw new StoreException(
                "the connection broke", StoreFailure.UNAVAILABLE, new IllegalStateException("cut"));
          }
        });
    staged.addAll(stage(memory, 2));
    assertNoAnswer();
    log.switchTo(memory);

    assertThat(chain.sequence()).isEqualTo(5);

    assertThat(idsIn(memory)).isEqualTo(staged);
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
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
    replica.append(
        List.of(
            new AuditAppend(
                ACME,
                0,
                memory.read(ACME, 0, 10),
                List.of(),
                List.of(),
                memory.head(ACME).orElseThrow())));
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
          public List<AppendResult> append(List<AuditAppend> appends) {
            return List.of(AppendResult.refused("the row is there already"));
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

  @Test
  void verify_storedNodeChangedOrMissing_saysWhereItsSubtreeEnds() {
    stage(memory, 600);
    chain.sequence();
    for (UnaryOperator<List<Sha256>> change :
        List.<UnaryOperator<List<Sha256>>>of(
            nodes -> List.of(nodes.get(0), nodes.get(0)), nodes -> nodes.subList(0, 1))) {
      log.switchTo(
          new ForwardingAuditLog(memory) {
            @Override
            public List<Sha256> hashes(TenantId tenant, int level, long from, int limit) {
              List<Sha256> all = super.hashes(tenant, level, 0, 10);
              List<Sha256> changed = change.apply(all);
              int start = (int) Math.min(from, changed.size());
              return changed.subList(start, Math.min(changed.size(), start + limit));
            }
          });

      assertThat(chain.verify(ACME).findings())
          .extracting(AuditFinding::code, AuditFinding::seq)
          .containsExactly(tuple("node-mismatch", 511L));
      log.switchTo(memory);
      assertThat(chain.verify(ACME).findings()).isEmpty();
    }
  }

  @Test
  void append_byManyThreads_sharesTheWorkAndKeepsEachOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Future<UUID>> appended = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        appended.add(pool.submit(() -> append(event(ACME))));
      }
      List<UUID> expected = new ArrayList<>();
      for (Future<UUID> one : appended) {
        expected.add(one.get());
      }
      assertThat(idsIn(memory)).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(newChain("test").verify(ACME).findings()).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void append_returns_eventHasItsPlace() {
    UUID first = append(event(ACME));

    assertThat(idsIn(memory)).containsExactly(first);
  }

  @Test
  void append_afterSomethingWasStaged_comesBehindIt() {
    List<UUID> expected = stage(memory, 2);
    chain.staged(ACME);
    expected.add(append(event(ACME)));
    UUID unannounced = stage(memory, 1).get(0);
    expected.add(append(event(ACME)));
    chain.sequence();
    expected.add(unannounced);

    assertThat(idsIn(memory)).isEqualTo(expected);
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
  }

  @Test
  void append_sameEventAgain_isTheSameAsOnce() {
    PreparedEvent event = event(ACME);
    append(event);
    append(event);
    newChain("test").append(event);
    memory.stage(ACME, List.of(event));
    chain.sequence();

    assertThat(idsIn(memory)).containsExactly(event.id());
  }

  @Test
  void append_eventThatIsStagedToo_isThereOnce() {
    PreparedEvent event = event(ACME);
    memory.stage(ACME, List.of(event));
    append(event);
    chain.sequence();

    assertThat(idsIn(memory)).containsExactly(event.id());
    assertThat(memory.stagedTenants(10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"LOST", "ANSWER_LOST"})
  void append_noAnswer_tellsTheCallerAndTheSameEventAgainIsOnce(Fate fate) {
    PreparedEvent event = event(ACME);
    fates.add(fate);
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> append(event));

    append(event);

    assertThat(idsIn(memory)).containsExactly(event.id());
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
    append(event(ACME));
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
  }

  @Test
  void append_notWhatWasPrepared_isRefusedAndOthersGoOn() {
    PreparedEvent good = event(ACME);
    PreparedEvent bad = new PreparedEvent(ACME, ids.next(), good.octets());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> append(bad))
        .withMessageContaining(bad.id().toString());

    append(good);
    assertThat(idsIn(memory)).containsExactly(good.id());
  }

  @Test
  void append_logOfAnotherInstallation_isRefused() {
    append(event(ACME));

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> newChain("other").append(event(ACME)))
        .withMessageContaining("other/" + ACME);
  }

  @Test
  void append_logThatRefuses_saysWhyAndOtherTenantsGoOn() {
    log.switchTo(
        new ForwardingAuditLog(memory) {
          @Override
          public List<AppendResult> append(List<AuditAppend> appends) {
            return appends.get(0).tenant().equals(ACME)
                ? List.of(AppendResult.refused("a row is there already"))
                : super.append(appends);
          }
        });

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> append(event(ACME)))
        .withMessageContaining("a row is there already");
    append(event(TenantId.named("other")));
    log.switchTo(memory);
    append(event(ACME));
    assertThat(newChain("test").verify(ACME).findings()).isEmpty();
  }

  @Test
  void append_interruptedThread_isOnRecordAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    UUID event = append(event(ACME));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(idsIn(memory)).containsExactly(event);
  }

  private PreparedEvent event(TenantId tenant) {
    return chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
  }

  private UUID append(PreparedEvent event) {
    chain.append(event);
    return event.id();
  }
}
