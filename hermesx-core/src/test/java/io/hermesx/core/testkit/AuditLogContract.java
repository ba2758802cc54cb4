// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link AuditLog} does. It takes headers for opaque octets: what stands in them is the
 * chain's business.
 */
public abstract class AuditLogContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final String ORIGIN = "contract/acme";

  private final TestIds ids = TestIds.create();
  private AuditLog log;

  /** For subclasses. */
  protected AuditLogContract() {}

  /** Returns a log without events. */
  protected abstract AuditLog newLog();

  /** Puts events on the stage of a tenant in one transaction, which commits. */
  protected abstract void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events);

  @BeforeEach
  void open() {
    log = newLog();
  }

  private PreparedEvent event(TenantId tenant) {
    UUID id = ids.next();
    return new PreparedEvent(tenant, id, id.toString().getBytes(US_ASCII));
  }

  private List<PreparedEvent> events(TenantId tenant, int count) {
    return IntStream.range(0, count).mapToObj(i -> event(tenant)).toList();
  }

  private static List<UUID> idsOf(List<PreparedEvent> events) {
    return events.stream().map(PreparedEvent::id).toList();
  }

  private static AuditEntry entry(long seq, UUID id) {
    byte[] header = (seq + "/" + id).getBytes(US_ASCII);
    return new AuditEntry(seq, id, header, Sha256.raw(header));
  }

  private static List<AuditEntry> entries(long from, List<PreparedEvent> events) {
    return IntStream.range(0, events.size())
        .mapToObj(i -> entry(from + i, events.get(i).id()))
        .toList();
  }

  private static AuditHead head(List<AuditEntry> all) {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (AuditEntry entry : all) {
      frontier = frontier.append(entry.leaf());
    }
    AuditEntry last = all.get(all.size() - 1);
    return new AuditHead(ORIGIN, all.size(), last.leaf(), frontier, START.plusSeconds(all.size()));
  }

  private List<AuditEntry> append(TenantId tenant, int count) {
    List<AuditEntry> entries = entries(0, events(tenant, count));
    assertThat(log.append(tenant, 0, entries, head(entries))).isTrue();
    return entries;
  }

  private void assertHolds(TenantId tenant, List<AuditEntry> expected) {
    List<AuditEntry> actual = log.read(tenant, 0, 10_000);
    assertThat(actual).extracting(AuditEntry::seq).isEqualTo(seqs(expected));
    assertThat(actual).containsExactlyElementsOf(expected);
    assertThat(log.head(tenant).map(AuditHead::size).orElse(0L)).isEqualTo(expected.size());
  }

  private static List<Long> seqs(List<AuditEntry> entries) {
    return entries.stream().map(AuditEntry::seq).toList();
  }

  @Test
  void staged_eventsOfSeveralCommits_comeInTheirOrder() {
    List<PreparedEvent> first = events(ACME, 3);
    List<PreparedEvent> second = events(ACME, 2);
    stage(log, ACME, first);
    stage(log, ACME, second);

    List<UUID> expected = new ArrayList<>(idsOf(first));
    expected.addAll(idsOf(second));
    assertThat(idsOf(log.staged(ACME, 10))).isEqualTo(expected);
    assertThat(idsOf(log.staged(ACME, 4))).isEqualTo(expected.subList(0, 4));
    assertThat(log.staged(ACME, 1).get(0).octets()).isEqualTo(first.get(0).octets());
  }

  @Test
  void staged_sameEventTwice_isThereOnce() {
    PreparedEvent event = event(ACME);
    stage(log, ACME, List.of(event, event));
    stage(log, ACME, List.of(event));

    assertThat(idsOf(log.staged(ACME, 10))).containsExactly(event.id());
  }

  @Test
  void staged_eventThatIsInTheLog_isNotStagedAgain() {
    List<PreparedEvent> events = events(ACME, 2);
    stage(log, ACME, events);
    List<AuditEntry> entries = entries(0, events);
    assertThat(log.append(ACME, 0, entries, head(entries))).isTrue();

    stage(log, ACME, List.of(events.get(1)));

    assertThat(log.staged(ACME, 10)).isEmpty();
    assertThat(log.stagedTenants(10)).isEmpty();
  }

  @Test
  void stage_eventOfAnotherTenant_isRefusedWithTheRest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stage(log, ACME, List.of(event(ACME), event(OTHER))));

    assertThat(log.stagedTenants(10)).isEmpty();
    assertThat(log.staged(ACME, 10)).isEmpty();
    assertThat(log.staged(OTHER, 10)).isEmpty();
  }

  @Test
  void stagedTenants_asEventsComeAndGo_areThoseWithStagedEvents() {
    assertThat(log.stagedTenants(10)).isEmpty();
    List<PreparedEvent> events = events(ACME, 2);
    stage(log, ACME, events);
    stage(log, OTHER, events(OTHER, 1));
    assertThat(log.stagedTenants(10)).containsExactlyInAnyOrder(ACME, OTHER);
    assertThat(log.stagedTenants(1)).hasSize(1);

    List<AuditEntry> entries = entries(0, events);
    log.append(ACME, 0, entries, head(entries));

    assertThat(log.stagedTenants(10)).containsExactly(OTHER);
    stage(log, ACME, events(ACME, 1));
    assertThat(log.stagedTenants(10)).containsExactlyInAnyOrder(ACME, OTHER);
  }

  @Test
  void head_logNeverWritten_isEmpty() {
    stage(log, ACME, events(ACME, 1));

    assertThat(log.head(ACME)).isEmpty();
    assertThat(log.read(ACME, 0, 10)).isEmpty();
  }

  @Test
  void append_atTheEnd_keepsEntriesHeadAndTakesOffTheStage() {
    List<PreparedEvent> events = events(ACME, 3);
    stage(log, ACME, events);
    List<AuditEntry> first = entries(0, events.subList(0, 2));

    assertThat(log.append(ACME, 0, first, head(first))).isTrue();

    assertHolds(ACME, first);
    assertThat(log.head(ACME)).contains(head(first));
    assertThat(idsOf(log.staged(ACME, 10))).containsExactly(events.get(2).id());

    List<AuditEntry> all = entries(0, events);
    assertThat(log.append(ACME, 2, all.subList(2, 3), head(all))).isTrue();
    assertHolds(ACME, all);
    assertThat(log.staged(ACME, 10)).isEmpty();
  }

  @Test
  void append_eventThatWasNeverStaged_isKept() {
    List<AuditEntry> entries = append(ACME, 1);

    assertHolds(ACME, entries);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 4, Long.MAX_VALUE})
  void append_logHasAnotherSize_answersFalseAndChangesNothing(long expectedSize) {
    List<AuditEntry> there = append(ACME, 2);
    List<PreparedEvent> events = events(ACME, 1);
    stage(log, ACME, events);
    List<AuditEntry> more = entries(expectedSize, events);

    assertThat(log.append(ACME, expectedSize, more, head(more))).isFalse();

    assertHolds(ACME, there);
    assertThat(log.head(ACME)).contains(head(there));
    assertThat(log.staged(ACME, 10)).hasSize(1);
  }

  @Test
  void append_whatDoesNotContinueTheLog_isRefusedAndChangesNothing() {
    List<AuditEntry> there = append(ACME, 2);
    UUID fresh = ids.next();
    AuditEntry next = entry(2, fresh);
    AuditHead right = head(List.of(there.get(0), there.get(1), next));

    assertRefused(there, List.of(), right);
    assertRefused(there, List.of(entry(3, fresh)), right);
    assertRefused(there, List.of(entry(1, fresh)), right);
    assertRefused(there, List.of(entry(2, there.get(0).id())), right);
    assertRefused(there, List.of(next, entry(4, ids.next())), right);
    assertRefused(there, List.of(next, entry(3, fresh)), right);
    assertRefused(there, List.of(next), head(there));
    assertRefused(
        there,
        List.of(next),
        new AuditHead(ORIGIN, 3, there.get(1).leaf(), right.frontier(), right.lastRecordedAt()));
    assertRefused(
        there,
        List.of(next),
        new AuditHead(ORIGIN, 3, next.leaf(), head(there).frontier(), right.lastRecordedAt()));
    assertRefused(
        there,
        List.of(next),
        new AuditHead("elsewhere", 3, next.leaf(), right.frontier(), right.lastRecordedAt()));
    assertRefused(
        there,
        List.of(next),
        new AuditHead(ORIGIN, 3, next.leaf(), right.frontier(), head(there).lastRecordedAt()));

    assertThat(log.append(ACME, 2, List.of(next), right)).isTrue();
  }

  private void assertRefused(List<AuditEntry> there, List<AuditEntry> more, AuditHead head) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.append(ACME, there.size(), more, head));
    assertHolds(ACME, there);
    assertThat(log.head(ACME)).contains(head(there));
  }

  @Test
  void read_partsOfALog_areInOrderAndBounded() {
    List<AuditEntry> all = append(ACME, 5);

    assertThat(seqs(log.read(ACME, 0, 2))).containsExactly(0L, 1L);
    assertThat(seqs(log.read(ACME, 3, 10))).containsExactly(3L, 4L);
    assertThat(log.read(ACME, 5, 10)).isEmpty();
    assertThat(log.read(ACME, Long.MAX_VALUE, 10_000)).isEmpty();
    assertHolds(ACME, all);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE})
  void limit_outOfRange_isRefused(int limit) {
    assertThatIllegalArgumentException().isThrownBy(() -> log.stagedTenants(limit));
    assertThatIllegalArgumentException().isThrownBy(() -> log.staged(ACME, limit));
    assertThatIllegalArgumentException().isThrownBy(() -> log.read(ACME, 0, limit));
  }

  @Test
  void read_fromANegativePlace_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> log.read(ACME, -1, 1));
  }

  @Test
  void logs_ofTwoTenants_haveNothingToDoWithEachOther() {
    List<AuditEntry> entries = append(ACME, 2);

    assertThat(log.head(OTHER)).isEmpty();
    assertThat(log.read(OTHER, 0, 10)).isEmpty();
    append(OTHER, 1);
    assertHolds(ACME, entries);
  }

  @Test
  void append_byManyThreadsAtOnce_oneWinsEachPlace() throws Exception {
    int each = 50;
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> wins = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        wins.add(pool.submit(() -> appendOneByOne(each)));
      }
      int won = 0;
      for (Future<Integer> win : wins) {
        won += win.get();
      }
      assertThat(log.head(ACME).orElseThrow().size()).isEqualTo(won).isEqualTo(8L * each);
      assertThat(seqs(log.read(ACME, 0, 10_000)))
          .isEqualTo(IntStream.range(0, won).asLongStream().boxed().toList());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void append_ofTheSameFirstEventByManyAtOnce_oneWinsAndTheOthersLearnIt() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 40; round++) {
        TenantId fresh = TenantId.named("fresh-" + round);
        AuditEntry first = entry(0, ids.next());
        Callable<Boolean> append = () -> log.append(fresh, 0, List.of(first), head(List.of(first)));
        int won = 0;
        for (Future<Boolean> answer : pool.invokeAll(Collections.nCopies(8, append))) {
          won += answer.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private int appendOneByOne(int count) {
    int won = 0;
    while (won < count) {
      List<AuditEntry> all = new ArrayList<>(log.read(ACME, 0, 10_000));
      AuditEntry next = entry(all.size(), ids.next());
      all.add(next);
      if (log.append(ACME, next.seq(), List.of(next), head(all))) {
        won++;
      }
    }
    return won;
  }
}
