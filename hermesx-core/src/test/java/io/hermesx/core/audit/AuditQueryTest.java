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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How much a query reads, where it goes on, and what it does with a log that was changed. */
class AuditQueryTest {

  private static final TenantId TENANT = TenantId.named("acme");

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final CountingLog log = new CountingLog(memory);
  private final Instant start = clock.instant();

  /** One event in a second. */
  private void append(int count) {
    UnsignedAuditChain chain =
        UnsignedAuditChain.builder(memory).installation("query").clock(clock).ids(ids).build();
    List<PreparedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditEvent event = AuditEvent.builder(TENANT, "type" + i, ids.next(), start).build();
      if (count <= 100) {
        chain.append(chain.prepare(event));
        clock.advance(Duration.ofSeconds(1));
      } else {
        events.add(chain.prepare(event));
      }
    }
    chain.append(events);
  }

  private static List<Long> places(AuditPage page) {
    return page.entries().stream().map(AuditEntry::seq).toList();
  }

  @Test
  void query_ofARareEvent_readsNoMoreThanItMayAndSaysWhereToGoOn() {
    append(1_200);
    AuditQuery query = AuditQuery.builder().text("type", "type1100").scanAtMost(1_000).build();
    AuditPage first = query.read(log, TENANT, 0, 10);
    assertThat(first.entries()).isEmpty();
    assertThat(first.next()).hasValue(1_000);
    assertThat(log.entries).isEqualTo(1_000);
    AuditPage second = query.read(log, TENANT, 1_000, 10);
    assertThat(places(second)).containsExactly(1_100L);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void query_fromATime_findsItByHalving() {
    append(100);
    AuditQuery query = AuditQuery.builder().from(start.plusSeconds(90)).build();
    assertThat(places(query.read(log, TENANT, 0, 3))).containsExactly(90L, 91L, 92L);
    assertThat(log.entries).isLessThanOrEqualTo(7 + 10);
  }

  @Test
  void query_thatEndsBefore_readsNoFurtherAndIsOver() {
    append(100);
    AuditQuery query = AuditQuery.builder().to(start.plusSeconds(2)).build();
    AuditPage page = query.read(log, TENANT, 0, 50);
    assertThat(places(page)).containsExactly(0L, 1L);
    assertThat(page.next()).isEmpty();
  }

  @Test
  void query_betweenTheEndsOfTime_isEveryEvent() {
    append(3);
    AuditQuery query = AuditQuery.builder().from(Instant.MIN).to(Instant.MAX).build();
    assertThat(places(query.read(log, TENANT, 0, 50))).containsExactly(0L, 1L, 2L);
  }

  @Test
  void query_ofALogThatIsNotThere_isEmptyAndOver() {
    AuditPage page = AuditQuery.builder().from(start).build().read(log, TENANT, 0, 50);
    assertThat(page.entries()).isEmpty();
    assertThat(page.next()).isEmpty();
    assertThat(AuditQuery.builder().build().read(log, TENANT, 77, 50).next()).isEmpty();
  }

  @Test
  void query_ofALogWithUnreadableHeaders_showsThemAndStillFindsTheTime() {
    append(20);
    log.change = entry -> new AuditEntry(entry.seq(), entry.id(), new byte[] {'{'}, entry.leaf());
    log.changed = List.of(9L, 10L, 11L);
    AuditQuery query =
        AuditQuery.builder().from(start.plusSeconds(10)).text("type", "type15").build();
    assertThat(places(query.read(log, TENANT, 0, 50))).containsExactly(9L, 10L, 11L, 15L);
  }

  @Test
  void query_fromATimeBehindUnreadableHeaders_beginsThere() {
    append(20);
    log.change = entry -> new AuditEntry(entry.seq(), entry.id(), new byte[] {'{'}, entry.leaf());
    log.changed = List.of(9L, 10L, 11L);
    AuditQuery query = AuditQuery.builder().from(start.plusSeconds(15)).build();
    assertThat(places(query.read(log, TENANT, 0, 50))).containsExactly(15L, 16L, 17L, 18L, 19L);
  }

  @Test
  void query_ofALogWithoutSomeOfItsRows_showsTheOthers() {
    append(6);
    log.missing = List.of(0L, 3L, 5L);
    AuditPage page = AuditQuery.builder().build().read(log, TENANT, 0, 50);
    assertThat(places(page)).containsExactly(1L, 2L, 4L);
    assertThat(page.next()).isEmpty();
  }

  @Test
  void query_askedForWhatNoHeaderCanHave_isRefused() {
    AuditQuery.Builder query = AuditQuery.builder().text("tool", "clock");
    assertThatIllegalArgumentException().isThrownBy(() -> query.text("tool", "again"));
    assertThatIllegalArgumentException().isThrownBy(() -> query.text("seq", "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> query.text("detail", "1"));
    assertThatIllegalArgumentException().isThrownBy(() -> query.text("colour", "red"));
    assertThatIllegalArgumentException().isThrownBy(() -> query.text("actor", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query.text("run_id", "with space"))
        .withMessageContaining("run_id")
        .withMessageNotContaining("with space");
    assertThatIllegalArgumentException().isThrownBy(() -> query.text("type", "x".repeat(513)));
    assertThatIllegalArgumentException().isThrownBy(() -> query.scanAtMost(0));
    assertThatIllegalArgumentException().isThrownBy(() -> query.scanAtMost(1_000_001));
    assertThatIllegalArgumentException().isThrownBy(() -> query.build().read(log, TENANT, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> query.build().read(log, TENANT, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> query.build().read(log, TENANT, 0, 10_001));
  }

  /** Counts the entries that are read; some of them somebody has changed or removed. */
  private static final class CountingLog extends ForwardingAuditLog {

    private UnaryOperator<AuditEntry> change = entry -> entry;
    private List<Long> changed = List.of();
    private List<Long> missing = List.of();
    private long entries;

    CountingLog(AuditLog inner) {
      super(inner);
    }

    @Override
    public List<AuditEntry> read(TenantId tenant, long from, int limit) {
      List<AuditEntry> read =
          super.read(tenant, from, 10_000).stream()
              .filter(entry -> !missing.contains(entry.seq()))
              .limit(limit)
              .map(entry -> changed.contains(entry.seq()) ? change.apply(entry) : entry)
              .toList();
      entries += read.size();
      return read;
    }
  }
}
