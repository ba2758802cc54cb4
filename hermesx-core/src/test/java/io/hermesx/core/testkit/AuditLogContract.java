// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AppendResult.Status;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static AuditAppend request(
      TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
    return new AuditAppend(tenant, expectedSize, entries, List.of(), List.of(), head);
  }

  private Status answer(
      TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
    return log.append(List.of(request(tenant, expectedSize, entries, head))).get(0).status();
  }

  private boolean append(
      TenantId tenant, long expectedSize, List<AuditEntry> entries, AuditHead head) {
    return answer(tenant, expectedSize, entries, head) == Status.APPENDED;
  }

  private List<AuditEntry> append(TenantId tenant, int count) {
    List<AuditEntry> entries = entries(0, events(tenant, count));
    assertThat(append(tenant, 0, entries, head(entries))).isTrue();
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
    assertThat(append(ACME, 0, entries, head(entries))).isTrue();

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
    append(ACME, 0, entries, head(entries));

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

    assertThat(append(ACME, 0, first, head(first))).isTrue();

    assertHolds(ACME, first);
    assertThat(log.head(ACME)).contains(head(first));
    assertThat(idsOf(log.staged(ACME, 10))).containsExactly(events.get(2).id());

    List<AuditEntry> all = entries(0, events);
    assertThat(append(ACME, 2, all.subList(2, 3), head(all))).isTrue();
    assertHolds(ACME, all);
    assertThat(log.staged(ACME, 10)).isEmpty();
  }

  @Test
  void append_eventThatWasNeverStaged_isKept() {
    List<AuditEntry> entries = append(ACME, 1);

    assertHolds(ACME, entries);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4})
  void append_logHasAnotherSize_saysSoAndChangesNothing(int expectedSize) {
    List<AuditEntry> there = append(ACME, 2);
    List<PreparedEvent> events = events(ACME, expectedSize + 1);
    stage(log, ACME, events);
    List<AuditEntry> all = entries(0, events);
    List<AuditEntry> more = all.subList(expectedSize, expectedSize + 1);

    assertThat(answer(ACME, expectedSize, more, head(all))).isEqualTo(Status.MOVED_ON);

    assertHolds(ACME, there);
    assertThat(log.head(ACME)).contains(head(there));
    assertThat(log.staged(ACME, 10)).hasSize(expectedSize + 1);
  }

  @Test
  void append_whatDoesNotContinueTheLog_isRefusedAndChangesNothing() {
    List<AuditEntry> there = append(ACME, 2);
    AuditEntry next = entry(2, ids.next());
    AuditHead right = head(List.of(there.get(0), there.get(1), next));
    AuditHead elsewhere =
        new AuditHead("elsewhere", 3, next.leaf(), right.frontier(), right.lastRecordedAt());
    AuditHead late =
        new AuditHead(ORIGIN, 3, next.leaf(), right.frontier(), head(there).lastRecordedAt());

    assertThat(answer(ACME, 2, List.of(next), elsewhere)).isEqualTo(Status.REFUSED);
    assertThat(answer(ACME, 2, List.of(next), late)).isEqualTo(Status.REFUSED);

    assertHolds(ACME, there);
    assertThat(log.head(ACME)).contains(head(there));
    assertThat(answer(ACME, 2, List.of(next), right)).isEqualTo(Status.APPENDED);
  }

  @Test
  void append_eventsThatAreInTheLog_areNamedAndNothingChanges() {
    List<AuditEntry> there = append(ACME, 2);
    AuditEntry again = entry(2, there.get(1).id());
    AuditEntry fresh = entry(3, ids.next());
    AuditHead head = head(List.of(there.get(0), there.get(1), again, fresh));

    List<AppendResult> results = log.append(List.of(request(ACME, 2, List.of(again, fresh), head)));

    assertThat(results).containsExactly(AppendResult.known(Set.of(again.id())));
    assertHolds(ACME, there);
    assertThat(log.head(ACME)).contains(head(there));
  }

  @Test
  void append_idsOnBothSidesOfOneThatIsInTheLog_isKept() {
    UUID before = ids.next();
    List<AuditEntry> there = append(ACME, 1);
    List<AuditEntry> around = List.of(entry(1, ids.next()), entry(2, before));

    assertThat(append(ACME, 1, around, head(List.of(there.get(0), around.get(0), around.get(1)))))
        .isTrue();

    assertHolds(ACME, List.of(there.get(0), around.get(0), around.get(1)));
  }

  @Test
  void append_toSeveralLogs_oneThatDoesNotTakeItKeepsNoOtherFromIt() {
    List<AuditEntry> there = append(ACME, 2);
    TenantId third = TenantId.named("third");
    List<PreparedEvent> staged = events(third, 2);
    stage(log, third, staged);
    List<AuditEntry> acme = entries(0, events(ACME, 1));
    List<AuditEntry> other = entries(0, events(OTHER, 3));
    List<AuditEntry> thirds = entries(0, staged);
    AuditEntry known = entry(2, there.get(0).id());
    List<AuditEntry> withKnown = List.of(there.get(0), there.get(1), known);

    List<AppendResult> results =
        log.append(
            List.of(
                request(OTHER, 0, other, head(other)),
                request(ACME, 0, acme, head(acme)),
                request(third, 0, thirds, head(thirds))));

    assertThat(results)
        .extracting(AppendResult::status)
        .containsExactly(Status.APPENDED, Status.MOVED_ON, Status.APPENDED);
    assertHolds(ACME, there);
    assertHolds(OTHER, other);
    assertHolds(third, thirds);
    assertThat(log.stagedTenants(10)).isEmpty();
    List<AuditEntry> all = new ArrayList<>(other);
    all.add(entry(3, ids.next()));
    assertThat(
            log.append(
                List.of(
                    request(ACME, 2, List.of(known), head(withKnown)),
                    request(OTHER, 3, all.subList(3, 4), head(all)))))
        .extracting(AppendResult::status)
        .containsExactly(Status.KNOWN_EVENTS, Status.APPENDED);
    assertHolds(ACME, there);
    assertHolds(OTHER, all);
    assertThat(log.heads(List.of(ACME, OTHER, TenantId.named("nobody"))))
        .isEqualTo(Map.of(ACME, head(there), OTHER, head(all)));
  }

  @Test
  void append_oneTenantTwice_isRefusedAndChangesNothing() {
    List<AuditEntry> entries = entries(0, events(ACME, 1));
    AuditAppend append = request(ACME, 0, entries, head(entries));

    assertThatIllegalArgumentException().isThrownBy(() -> log.append(List.of(append, append)));

    assertThat(log.heads(List.of(ACME))).isEmpty();
  }

  @Test
  void bodies_ofEventsStagedOrAppended_areThereByEventAndPath() {
    PreparedEvent first = event(ACME);
    List<EventBody> ofFirst = List.of(body(first, "/a", 1), body(first, "/b", 2));
    stage(log, ACME, List.of(new PreparedEvent(ACME, first.id(), first.octets(), ofFirst)));
    PreparedEvent second = event(ACME);
    EventBody ofSecond = body(second, "/a", 3);
    List<AuditEntry> entries = entries(0, List.of(second));
    AuditAppend append =
        new AuditAppend(ACME, 0, entries, List.of(), List.of(ofSecond), head(entries));
    assertThat(log.append(List.of(append))).allMatch(this::appended);

    List<UUID> both = List.of(second.id(), first.id());
    assertThat(log.bodies(ACME, both)).containsExactly(ofFirst.get(0), ofFirst.get(1), ofSecond);
    assertThat(log.bodies(ACME, List.of(second.id()))).containsExactly(ofSecond);
    assertThat(log.bodies(ACME, List.of(ids.next()))).isEmpty();
    assertThat(log.bodies(OTHER, both)).as("another tenant's").isEmpty();
  }

  /** The same event, prepared twice: its octets and its ciphertexts differ. */
  private List<PreparedEvent> preparedTwice() {
    UUID id = ids.next();
    return IntStream.of(1, 2)
        .mapToObj(
            octet -> {
              PreparedEvent event = new PreparedEvent(ACME, id, new byte[] {(byte) octet});
              List<EventBody> bodies = List.of(body(event, "/a", octet), body(event, "/b", octet));
              return new PreparedEvent(ACME, id, event.octets(), bodies);
            })
        .toList();
  }

  private AppendResult appendWithBodies(PreparedEvent event) {
    long size = log.head(ACME).map(AuditHead::size).orElse(0L);
    List<AuditEntry> all = new ArrayList<>(log.read(ACME, 0, 10_000));
    all.add(entry(size, event.id()));
    AuditAppend append =
        new AuditAppend(
            ACME, size, all.subList((int) size, all.size()), List.of(), event.bodies(), head(all));
    return log.append(List.of(append)).get(0);
  }

  private void assertBodiesAreThoseOf(PreparedEvent event) {
    assertThat(log.bodies(ACME, List.of(event.id()))).isEqualTo(event.bodies());
  }

  @Test
  void bodies_ofAnEventStagedTwice_areThoseOfTheFirst() {
    List<PreparedEvent> twice = preparedTwice();
    stage(log, ACME, twice.subList(0, 1));
    stage(log, ACME, twice.subList(1, 2));
    List<PreparedEvent> atOnce = preparedTwice();
    stage(log, ACME, List.of(event(ACME), atOnce.get(0), atOnce.get(1)));

    assertBodiesAreThoseOf(twice.get(0));
    assertBodiesAreThoseOf(atOnce.get(0));
    assertThat(log.staged(ACME, 10))
        .extracting(PreparedEvent::octets)
        .contains(twice.get(0).octets(), atOnce.get(0).octets())
        .doesNotContain(twice.get(1).octets(), atOnce.get(1).octets());
  }

  @Test
  void append_ofAnEventThatIsStagedWithOtherBodies_isRefusedUntilTheStageIsRead() {
    List<PreparedEvent> twice = preparedTwice();
    stage(log, ACME, twice.subList(0, 1));

    assertThat(appendWithBodies(twice.get(1))).isEqualTo(AppendResult.STAGED);

    assertBodiesAreThoseOf(twice.get(0));
    assertThat(log.head(ACME)).isEmpty();
    assertThat(idsOf(log.staged(ACME, 10))).containsExactly(twice.get(0).id());
    PreparedEvent staged = log.staged(ACME, 10).get(0);
    assertThat(staged.octets()).isEqualTo(twice.get(0).octets());
    assertThat(appendWithBodies(new PreparedEvent(ACME, staged.id(), staged.octets())))
        .as("as the stage has it")
        .isEqualTo(AppendResult.APPENDED);
    assertBodiesAreThoseOf(twice.get(0));
    assertThat(log.staged(ACME, 10)).isEmpty();
  }

  @Test
  void bodies_ofAnEventInTheLogThatComesAgain_areThoseOfTheFirst() {
    List<PreparedEvent> twice = preparedTwice();
    assertThat(appendWithBodies(twice.get(0))).isEqualTo(AppendResult.APPENDED);

    PreparedEvent again = twice.get(1);
    PreparedEvent more =
        new PreparedEvent(ACME, again.id(), again.octets(), List.of(body(again, "/more", 2)));
    stage(log, ACME, List.of(more));
    stage(log, ACME, List.of(event(ACME), again));

    assertThat(appendWithBodies(again)).isEqualTo(AppendResult.known(Set.of(again.id())));
    assertBodiesAreThoseOf(twice.get(0));
    assertThat(log.staged(ACME, 10)).hasSize(1);
  }

  private static EventBody body(PreparedEvent event, String path, int octet) {
    return new EventBody(event.id(), path, new byte[] {(byte) octet});
  }

  @Test
  void find_eventOfTheLog_isItsPlace() {
    List<AuditEntry> entries = append(ACME, 3);
    List<PreparedEvent> staged = events(ACME, 1);
    stage(log, ACME, staged);

    assertThat(log.find(ACME, entries.get(2).id())).hasValue(2);
    assertThat(log.find(OTHER, entries.get(2).id())).isEmpty();
    assertThat(log.find(ACME, staged.get(0).id())).as("staged is not in the log").isEmpty();
  }

  @Test
  void hashes_ofEachLevel_areLeavesAndNodesInOrder() {
    List<AuditEntry> first = entries(0, events(ACME, 300));
    assertThat(log.append(List.of(withNodes(0, first, first.size())))).allMatch(this::appended);
    List<AuditEntry> all = new ArrayList<>(first);
    all.addAll(entries(300, events(ACME, 500)));
    assertThat(log.append(List.of(withNodes(300, all, 500)))).allMatch(this::appended);

    assertThat(log.hashes(ACME, 0, 298, 4))
        .containsExactlyElementsOf(all.subList(298, 302).stream().map(AuditEntry::leaf).toList());
    List<Sha256> nodes = nodes(all).stream().map(AuditNode::hash).toList();
    assertThat(nodes).hasSize(3);
    assertThat(log.hashes(ACME, 1, 0, 10)).isEqualTo(nodes);
    assertThat(log.hashes(ACME, 1, 1, 1)).containsExactly(nodes.get(1));
    assertThat(log.hashes(ACME, 2, 0, 10)).isEmpty();
    assertThat(log.hashes(OTHER, 1, 0, 10)).isEmpty();
  }

  private boolean appended(AppendResult result) {
    return result.status() == Status.APPENDED;
  }

  private static AuditAppend withNodes(int from, List<AuditEntry> all, int count) {
    List<AuditNode> nodes = nodes(all).stream().filter(node -> node.completeAt() > from).toList();
    return new AuditAppend(
        ACME, from, all.subList(from, from + count), nodes, List.of(), head(all));
  }

  private static List<AuditNode> nodes(List<AuditEntry> all) {
    List<AuditNode> nodes = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (AuditEntry entry : all) {
      frontier = frontier.append(entry.leaf(), nodes::add);
    }
    return nodes;
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
    assertThatIllegalArgumentException().isThrownBy(() -> log.hashes(ACME, 0, 0, limit));
  }

  @Test
  void read_fromANegativePlace_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> log.read(ACME, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> log.hashes(ACME, 1, -1, 1));
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
        Callable<Boolean> append = () -> append(fresh, 0, List.of(first), head(List.of(first)));
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
      if (append(ACME, next.seq(), List.of(next), head(all))) {
        won++;
      }
    }
    return won;
  }
}
