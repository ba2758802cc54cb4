// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditChain;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditFinding;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditVerification;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.auth.Actor;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import io.hermesx.core.receipt.Stage;
import io.hermesx.core.receipt.StageVerdict;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link AuditChain} does, over any {@link AuditLog}. */
public abstract class AuditChainContract {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private AuditLog log;
  private AuditChain chain;

  /** For subclasses. */
  protected AuditChainContract() {}

  /** Returns a log without events. */
  protected abstract AuditLog newLog();

  /** Puts events on the stage of a tenant in one transaction, which commits. */
  protected abstract void stage(AuditLog log, TenantId tenant, List<PreparedEvent> events);

  /** Returns a chain over a log, as another process would: all under the same installation. */
  protected abstract AuditChain newChain(AuditLog log, InstantSource clock, IdSource ids);

  @BeforeEach
  void open() {
    log = newLog();
    chain = newChain(log, clock, TestIds.stream(1));
  }

  private AuditEvent.Builder event(TenantId tenant) {
    return AuditEvent.builder(tenant, "tool.call.executed", ids.next(), clock.instant());
  }

  private List<PreparedEvent> prepared(TenantId tenant, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> chain.prepare(event(tenant).field("call_id", "c" + i).build()))
        .toList();
  }

  private List<UUID> stage(TenantId tenant, int count) {
    List<PreparedEvent> events = prepared(tenant, count);
    stage(log, tenant, events);
    return events.stream().map(PreparedEvent::id).toList();
  }

  private static List<AuditEntry> all(AuditLog log, TenantId tenant) {
    List<AuditEntry> all = new ArrayList<>();
    List<AuditEntry> page;
    do {
      page = log.read(tenant, all.size(), 10_000);
      all.addAll(page);
    } while (!page.isEmpty());
    return all;
  }

  private static JsonObject header(AuditEntry entry) {
    return (JsonObject) JsonValue.parse(entry.header(), JsonLimits.STANDARD);
  }

  private static List<String> codes(AuditVerification verification) {
    return verification.findings().stream().map(AuditFinding::code).toList();
  }

  @Test
  void prepare_anEvent_givesCanonicalOctetsWithEveryField() {
    Sha256 digest = Sha256.raw(new byte[] {1});
    AuditEvent event =
        event(ACME)
            .actor(Actor.of(ACME, Principal.user("alice")))
            .field("tool", "refund")
            .field("policy_rule", "say-\"no\"-\\")
            .field("latency_us", 1_234)
            .commitment("call_commitment", digest)
            .foreign("model_served", "größer 100%")
            .verdicts(List.of(new StageVerdict(Stage.POLICY, "allow", 7)))
            .build();

    PreparedEvent prepared = chain.prepare(event);

    JsonObject octets = (JsonObject) JsonValue.parse(prepared.octets(), JsonLimits.STANDARD);
    assertThat(octets.canonicalBytes()).isEqualTo(prepared.octets());
    assertThat(prepared.tenant()).isEqualTo(ACME);
    assertThat(prepared.id()).isEqualTo(event.id());
    assertThat(octets.string("event_id")).isEqualTo(event.id().toString());
    assertThat(octets.string("type")).isEqualTo("tool.call.executed");
    assertThat(octets.integer("ts_us")).isEqualTo(1_795_176_000_000_000L);
    assertThat(octets.string("actor")).isEqualTo("user:alice");
    assertThat(octets.string("policy_rule")).isEqualTo("say-\"no\"-\\");
    assertThat(octets.string("model_served")).isEqualTo("gr%C3%B6%C3%9Fer%20100%25");
    assertThat(octets.integer("latency_us")).isEqualTo(1_234);
    assertThat(octets.string("call_commitment")).hasSize(43);
    assertThat(octets.find("verdicts").orElseThrow().toJson())
        .isEqualTo("[{\"stage\":\"policy\",\"us\":7,\"verdict\":\"allow\"}]");
    assertThat(log.stagedTenants(10)).as("preparing is not staging").isEmpty();
  }

  static Stream<JsonObject> refusedFields() {
    return Stream.of(
            "{\"tol\":\"refund\"}",
            "{\"seq\":1}",
            "{\"origin\":\"x/y\"}",
            "{\"prev\":\"x\"}",
            "{\"rec_ts_us\":1}",
            "{\"writer\":{\"counter\":0,\"instance\":\"w\"}}",
            "{\"v\":2}",
            "{\"event_id\":\"00000000-0000-7000-8000-000000000000\"}",
            "{\"ts_us\":1}",
            "{\"tool\":1}",
            "{\"tool\":null}",
            "{\"tool\":\"\"}",
            "{\"tool\":\"two words\"}",
            "{\"tool\":\"zoë\"}",
            "{\"tool\":\"line\\nbreak\"}",
            "{\"tool\":\"" + "x".repeat(513) + "\"}",
            "{\"latency_us\":-1}",
            "{\"latency_us\":1.5}",
            "{\"latency_us\":\"1\"}",
            "{\"nano_usd\":9007199254740992}",
            "{\"approval_id\":\"A0000000-0000-7000-8000-000000000000\"}",
            "{\"approval_id\":\"none\"}",
            "{\"call_commitment\":\"" + "0".repeat(64) + "\"}",
            "{\"call_commitment\":\"" + "A".repeat(42) + "B\"}",
            "{\"verdicts\":[]}",
            "{\"verdicts\":[{\"stage\":\"policy\",\"verdict\":\"allow\"}]}",
            "{\"verdicts\":[{\"stage\":\"policy\",\"us\":1,\"verdict\":\"allow\",\"why\":\"x\"}]}",
            "{\"detail\":{}}",
            "{\"detail\":{\"Name\":1}}",
            "{\"detail\":{\"name\":[1]}}",
            "{\"detail\":{\"name\":true}}",
            "{\"arguments\":{\"card\":\"4111\"}}")
        .map(JsonObject::parseObject);
  }

  @ParameterizedTest
  @MethodSource("refusedFields")
  void prepare_whatTheFormatDoesNotAllow_isRefusedWithoutRepeatingIt(JsonObject fields) {
    AuditEvent.Builder event = event(ACME);
    fields.members().forEach(event::field);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.prepare(event.build()))
        .withMessageContaining("allowed")
        .withMessageNotContaining("two words")
        .withMessageNotContaining("4111");
  }

  @Test
  void prepare_eightKibibytesOfFields_isRefused() {
    AuditEvent.Builder event = event(ACME);
    String token = "x".repeat(512);
    for (String name : List.of("actor", "agent", "tool", "model", "code", "run_id", "call_id")) {
      event.field(name, token);
    }
    for (String name : List.of("outcome", "decision", "stage", "skill", "server", "subject")) {
      event.field(name, token);
    }
    chain.prepare(event.build());
    event.field("effect", token).field("resource", token);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.prepare(event.build()))
        .withMessageContaining("octets");
  }

  @Test
  void sequence_stagedEvents_haveTheirPlacesInOrder() {
    List<UUID> staged = stage(ACME, 3);

    assertThat(chain.sequence()).isEqualTo(3);

    List<AuditEntry> entries = all(log, ACME);
    assertThat(entries).extracting(AuditEntry::id).isEqualTo(staged);
    assertThat(entries).extracting(AuditEntry::seq).containsExactly(0L, 1L, 2L);
    for (AuditEntry entry : entries) {
      JsonObject header = header(entry);
      assertThat(header.canonicalBytes()).isEqualTo(entry.header());
      assertThat(header.integer("seq")).isEqualTo(entry.seq());
      assertThat(header.string("call_id")).isEqualTo("c" + entry.seq());
      assertThat(header.string("event_id")).isEqualTo(entry.id().toString());
      assertThat(entry.leaf()).isEqualTo(Sha256.raw(new byte[] {0}, entry.header()));
    }
    assertThat(chain.sequence()).as("nothing is left").isZero();
  }

  @Test
  void sequence_moreThanABatch_takesAllOfThem() {
    stage(ACME, 2_501);

    assertThat(chain.sequence()).isEqualTo(2_501);

    AuditVerification verification = chain.verify(ACME);
    assertThat(verification.intact()).isTrue();
    assertThat(verification.events()).isEqualTo(2_501);
    assertThat(log.head(ACME).map(AuditHead::frontier).map(MerkleFrontier::root))
        .contains(verification.root());
  }

  @Test
  void sequence_eventStagedAgainLater_isInTheLogOnce() {
    List<PreparedEvent> events = prepared(ACME, 2);
    stage(log, ACME, events);
    chain.sequence();
    stage(log, ACME, events);

    assertThat(chain.sequence()).isZero();
    assertThat(all(log, ACME)).hasSize(2);
    assertThat(chain.verify(ACME).intact()).isTrue();
  }

  @Test
  void sequence_manyTenants_eachHasALogOfItsOwn() {
    List<TenantId> tenants =
        IntStream.range(0, 50).mapToObj(i -> TenantId.named("tenant-" + i)).toList();
    tenants.forEach(tenant -> stage(tenant, 3));

    assertThat(chain.sequence()).isEqualTo(150);

    Set<String> origins = new HashSet<>();
    for (TenantId tenant : tenants) {
      assertThat(chain.verify(tenant).intact()).isTrue();
      assertThat(all(log, tenant)).hasSize(3);
      origins.add(log.head(tenant).orElseThrow().origin());
    }
    assertThat(origins).hasSize(50);
  }

  @Test
  void sequence_clockSetBack_recordsLaterAllTheSame() {
    stage(ACME, 2);
    chain.sequence();
    clock.advance(Duration.ofDays(-400));
    stage(ACME, 2);
    chain.sequence();
    clock.advance(Duration.ofDays(800));
    stage(ACME, 1);
    chain.sequence();

    List<Long> recorded =
        all(log, ACME).stream().map(entry -> header(entry).integer("rec_ts_us")).toList();
    assertThat(recorded).isSorted().doesNotHaveDuplicates();
    assertThat(chain.verify(ACME).intact()).isTrue();
  }

  @Test
  void sequence_instantWithNanoseconds_isCutToMicroseconds() {
    clock.set(Instant.parse("2026-11-20T12:00:00.123456789Z"));
    stage(ACME, 1);
    chain.sequence();

    JsonObject header = header(all(log, ACME).get(0));
    assertThat(header.integer("ts_us")).isEqualTo(1_795_176_000_123_456L);
    assertThat(header.integer("rec_ts_us")).isEqualTo(1_795_176_000_123_456L);
    assertThat(log.head(ACME).orElseThrow().lastRecordedAt())
        .isEqualTo(Instant.parse("2026-11-20T12:00:00.123456Z"));
    assertThat(chain.verify(ACME).intact()).isTrue();
  }

  @Test
  void sequence_octetsThatWereNotPrepared_staysStagedAndIsReported() {
    PreparedEvent good = prepared(ACME, 1).get(0);
    PreparedEvent edited =
        new PreparedEvent(ACME, ids.next(), "{\"v\":1, \"x\":2}".getBytes(US_ASCII));
    PreparedEvent renamed = new PreparedEvent(ACME, ids.next(), prepared(ACME, 1).get(0).octets());
    stage(log, ACME, List.of(edited, good, renamed));
    stage(OTHER, 1);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(chain::sequence)
        .withMessageContaining(ACME.toString())
        .withMessageContaining(edited.id().toString());

    assertThat(all(log, ACME)).extracting(AuditEntry::id).containsExactly(good.id());
    assertThat(all(log, OTHER)).hasSize(1);
    assertThat(log.staged(ACME, 10))
        .extracting(PreparedEvent::id)
        .containsExactly(edited.id(), renamed.id());
    assertThat(codes(chain.verify(ACME))).containsExactly("staged-damaged");
    assertThat(chain.verify(OTHER).intact()).isTrue();
  }

  @Test
  void verify_nothingWasEverWritten_isNotIntact() {
    AuditVerification verification = chain.verify(ACME);

    assertThat(verification.intact()).isFalse();
    assertThat(verification.events()).isZero();
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.root()).isEqualTo(Sha256.raw());
  }

  @Test
  void verify_eventsStillStaged_takesThemIn() {
    stage(ACME, 2);

    AuditVerification verification = chain.verify(ACME);

    assertThat(verification.intact()).isTrue();
    assertThat(verification.events()).isEqualTo(2);
    assertThat(log.stagedTenants(10)).isEmpty();
  }

  @Test
  void verify_byAnotherProcess_findsTheSameRoot() {
    stage(ACME, 5);
    AuditVerification ours = chain.verify(ACME);
    AuditVerification theirs = newChain(log, clock, TestIds.stream(2)).verify(ACME);

    assertThat(theirs).isEqualTo(ours);
  }

  @Test
  void verify_anOctetOfAHeaderChanged_namesTheEvent() {
    stage(ACME, 5);
    chain.sequence();
    AuditLog tampered =
        new ForwardingAuditLog(log) {
          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            return super.read(tenant, from, limit).stream().map(this::tamper).toList();
          }

          private AuditEntry tamper(AuditEntry entry) {
            byte[] header = entry.header().clone();
            header[0] = entry.seq() == 2 ? (byte) 0x5b : header[0];
            return new AuditEntry(entry.seq(), entry.id(), header, entry.leaf());
          }
        };

    AuditVerification verification = newChain(tampered, clock, TestIds.stream(2)).verify(ACME);

    assertThat(verification.intact()).isFalse();
    assertThat(verification.findings())
        .anyMatch(finding -> finding.seq() == 2 && finding.code().equals("leaf-mismatch"))
        .anyMatch(finding -> finding.seq() == 3 && finding.code().equals("previous-mismatch"));
  }

  @Test
  void close_eventsStillStaged_sequencesThem() {
    stage(ACME, 3);

    chain.close();
    chain.close();

    assertThat(all(log, ACME)).hasSize(3);
  }

  @Test
  void sequence_severalChainsAndThreads_doNotForkAndLoseNothing() throws Exception {
    int writers = 4;
    int each = 200;
    List<AuditChain> chains =
        IntStream.range(0, 3).mapToObj(i -> newChain(log, clock, TestIds.stream(10 + i))).toList();
    AtomicInteger writing = new AtomicInteger(writers);
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      List<Future<List<UUID>>> staged = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        staged.add(pool.submit(() -> write(each, writing)));
      }
      List<Future<?>> sequencing = new ArrayList<>();
      for (AuditChain one : chains) {
        sequencing.add(pool.submit(() -> sequenceWhile(one, writing)));
      }
      Set<UUID> expected = new HashSet<>();
      for (Future<List<UUID>> ids : staged) {
        expected.addAll(ids.get());
      }
      for (Future<?> done : sequencing) {
        done.get();
      }

      List<AuditEntry> entries = all(log, ACME);
      assertThat(entries)
          .extracting(AuditEntry::id)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(chain.verify(ACME).findings()).isEmpty();
      assertThat(chain.verify(ACME).events()).isEqualTo(expected.size());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<UUID> write(int count, AtomicInteger writing) {
    List<UUID> staged = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      staged.addAll(stage(ACME, 1));
      chain.staged(ACME);
    }
    writing.decrementAndGet();
    return staged;
  }

  private static void sequenceWhile(AuditChain chain, AtomicInteger writing) {
    while (writing.get() > 0) {
      chain.sequence();
    }
    chain.sequence();
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit.log.checkpoint", "audit.key.rotated", "audit.key.other"})
  void prepare_typeThatOnlyTheChainMakes_isRefused(String type) {
    AuditEvent event = AuditEvent.builder(ACME, type, ids.next(), clock.instant()).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.prepare(event))
        .withMessageContaining(type);
  }

  /** Whoever can write a row of the stage must not be able to speak as the chain. */
  @Test
  void sequence_stagedEventThatOnlyTheChainMakes_staysStaged() {
    AuditEvent forged =
        AuditEvent.builder(ACME, "audit.key.rotated", ids.next(), clock.instant()).build();
    String octets =
        "{\"event_id\":\"" + forged.id() + "\",\"ts_us\":1,\"type\":\"audit.key.rotated\",\"v\":1}";
    stage(log, ACME, List.of(new PreparedEvent(ACME, forged.id(), octets.getBytes(US_ASCII))));
    stage(ACME, 1);

    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(chain::sequence)
        .withMessageContaining(forged.id().toString());

    assertThat(all(log, ACME)).hasSize(1);
    assertThat(codes(chain.verify(ACME))).containsExactly("staged-damaged");
  }

  @Test
  void append_eventThatOnlyTheChainMakes_isRefused() {
    UUID id = ids.next();
    String octets =
        "{\"event_id\":\"" + id + "\",\"ts_us\":1,\"type\":\"audit.key.rotated\",\"v\":1}";
    PreparedEvent forged = new PreparedEvent(ACME, id, octets.getBytes(US_ASCII));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.append(forged))
        .withMessageContaining(id.toString());

    assertThat(all(log, ACME)).isEmpty();
  }

  @Test
  void append_events_haveTheirPlaceWhenItReturns() {
    List<PreparedEvent> events = prepared(ACME, 3);
    chain.append(events);
    chain.append(events.get(1));

    assertThat(all(log, ACME).stream().map(AuditEntry::id).toList())
        .isEqualTo(events.stream().map(PreparedEvent::id).toList());
    assertThat(chain.verify(ACME).intact()).isTrue();
  }
}
