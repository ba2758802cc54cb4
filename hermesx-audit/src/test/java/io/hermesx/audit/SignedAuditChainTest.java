// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.SignerException;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.VerifierKey;
import io.hermesx.audit.proof.InclusionReceipt;
import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditFinding;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.DamagedHeads;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SwitchedAuditLog;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed of logs, what is not, and what whoever owns the database can do about it. */
class SignedAuditChainTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final TenantId LOG_OF_LOGS = SignedAuditChain.LOG_OF_LOGS;
  private static final String INSTALLATION = "audit.example.com/test";

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog log = new MemoryAuditLog();
  private final SignerState state = new MemorySignerState();
  private final TestKeys keys = TestKeys.of(1);
  private final TrustPolicy policy = new TrustPolicy(List.of(keys.generation()));
  private final AtomicBoolean signerAway = new AtomicBoolean();
  private final AtomicBoolean anchorAway = new AtomicBoolean();
  private final List<String> anchored = new ArrayList<>();
  private final SignedAuditChain chain = builder(log).build();

  private SignedAuditChainBuilder builder(AuditLog on) {
    return SignedAuditChain.builder(on)
        .installation(INSTALLATION)
        .clock(clock)
        .ids(ids)
        .signers(List.of(away(keys.ed25519()), keys.mlDsa44()))
        .state(state);
  }

  private CheckpointSigner away(CheckpointSigner signer) {
    return new CheckpointSigner() {
      @Override
      public VerifierKey key() {
        return signer.key();
      }

      @Override
      public byte[] sign(byte[] message) {
        if (signerAway.get()) {
          throw new SignerException("the key service does not answer");
        }
        return signer.sign(message);
      }
    };
  }

  private CheckpointAnchor anchor() {
    return new CheckpointAnchor() {
      @Override
      public String name() {
        return "memory";
      }

      @Override
      public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
        if (anchorAway.get()) {
          throw new AnchorException("the anchor does not answer");
        }
        anchored.add(new String(checkpoint, UTF_8));
        return new byte[] {(byte) anchored.size()};
      }
    };
  }

  private List<UUID> append(TenantId tenant, int count) {
    List<PreparedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(chain.prepare(event(tenant)));
    }
    chain.append(events);
    return events.stream().map(PreparedEvent::id).toList();
  }

  private AuditEvent event(TenantId tenant) {
    return AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build();
  }

  private SignedCheckpoint stored(TenantId tenant) {
    return SignedCheckpoint.parse(log.checkpoints().latest(tenant).orElseThrow().note());
  }

  private static String origin(TenantId tenant) {
    return INSTALLATION + "/" + tenant;
  }

  private static List<String> codes(SignedAuditChain verifier, TenantId tenant) {
    return verifier.verify(tenant).findings().stream().map(AuditFinding::code).toList();
  }

  @Test
  void checkpoint_logsThatGrew_areSignedListedAndTheListIsSigned() {
    append(ACME, 3);
    append(OTHER, 1);

    assertThat(chain.checkpoint()).isEqualTo(3);

    for (TenantId tenant : List.of(ACME, OTHER, LOG_OF_LOGS)) {
      SignedCheckpoint note = stored(tenant);
      AuditHead head = log.head(tenant).orElseThrow();
      assertThat(note.checkpoint().origin()).isEqualTo(origin(tenant));
      assertThat(note.checkpoint().size()).isEqualTo(head.size());
      assertThat(note.checkpoint().root()).isEqualTo(head.frontier().root());
      assertThat(policy.check(note).isSignedBy(0)).isTrue();
    }
    String listings =
        String.join(
            "\n",
            log.read(LOG_OF_LOGS, 0, 10).stream().map(e -> new String(e.header(), UTF_8)).toList());
    assertThat(listings)
        .contains("\"resource\":\"" + ACME + "\"", "\"size\":3", "audit.log.checkpoint")
        .contains("\"resource\":\"" + OTHER + "\"", "\"size\":1");
    assertThat(chain.status().failures()).isEmpty();
    assertThat(chain.status().signedSize()).isEqualTo(2);
    assertThat(chain.status().isCurrent(clock.instant(), Duration.ofSeconds(1))).isTrue();
    assertThat(codes(chain, ACME)).isEmpty();
    assertThat(codes(chain, LOG_OF_LOGS)).isEmpty();
  }

  @Test
  void checkpoint_nothingHappened_signsNothingUntilTheHeartbeat() {
    append(ACME, 1);
    chain.checkpoint();
    SignedCheckpoint first = stored(LOG_OF_LOGS);

    clock.advance(Duration.ofSeconds(59));
    assertThat(chain.checkpoint()).isZero();
    assertThat(stored(LOG_OF_LOGS)).isEqualTo(first);
    clock.advance(Duration.ofSeconds(1));
    assertThat(chain.checkpoint()).isEqualTo(1);

    assertThat(stored(LOG_OF_LOGS).checkpoint()).isEqualTo(first.checkpoint());
    assertThat(stored(LOG_OF_LOGS)).as("another time is signed").isNotEqualTo(first);
    assertThat(chain.status().signedAt()).contains(clock.instant());
  }

  @Test
  void checkpoint_noLogAtAll_signsNothing() {
    assertThat(chain.checkpoint()).isZero();
    assertThat(chain.status().failures()).isEmpty();
    assertThat(chain.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();
    assertThat(chain.checkpoint(ACME)).isEmpty();
    assertThat(chain.receipt(ACME, ids.next())).isEmpty();
  }

  @Test
  void checkpoint_manyLogs_areAllSignedInOneRound() {
    for (int i = 0; i < 1_100; i++) {
      append(TenantId.named("tenant-" + i), 1);
    }
    assertThat(chain.checkpoint()).isEqualTo(1_101);
    assertThat(log.checkpoints().behind(10)).isEmpty();
    assertThat(codes(chain, LOG_OF_LOGS)).isEmpty();
  }

  /** A state that does I/O does it a few times a round, however many logs there are. */
  @Test
  void checkpoint_manyLogs_askTheStateInOneGo() {
    List<String> calls = new ArrayList<>();
    SignerState counting =
        new ForwardingSignerState(state) {
          @Override
          public Optional<Checkpoint> find(String origin) {
            calls.add("find");
            return super.find(origin);
          }

          @Override
          public Map<String, Checkpoint> findAll(Collection<String> origins) {
            calls.add("findAll");
            return super.findAll(origins);
          }

          @Override
          public Map<String, Checkpoint> endingWith(String suffix) {
            calls.add("endingWith");
            return super.endingWith(suffix);
          }

          @Override
          public List<SignerRefusal> advance(List<SignerMove> moves) {
            calls.add("advance");
            return super.advance(moves);
          }
        };
    SignedAuditChain signing = builder(log).state(counting).build();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50; i++) {
        append(TenantId.named("tenant-" + i), 1);
      }
      clock.advance(Duration.ofMinutes(2));
      calls.clear();
      assertThat(signing.checkpoint()).isEqualTo(51);
      assertThat(calls)
          .as("the logs, and the log of logs")
          .containsExactly("endingWith", "findAll", "advance", "findAll", "advance");
    }
  }

  @Test
  void checkpoint_signerAway_isVisibleStopsNobodyAndIsMadeUpFor() {
    append(ACME, 2);
    chain.checkpoint();
    SignedCheckpoint before = stored(ACME);
    signerAway.set(true);
    append(ACME, 2);

    chain.checkpoint();

    assertThat(chain.status().failures())
        .extracting(AuditStatus.Failure::log)
        .contains(origin(ACME));
    assertThat(chain.status().failures().get(0).reason()).contains("does not answer");
    assertThat(chain.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();
    assertThat(stored(ACME)).isEqualTo(before);
    assertThat(codes(chain, ACME)).isEmpty();
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> chain.checkpoint(ACME))
        .withMessageContaining(origin(ACME));

    signerAway.set(false);
    append(ACME, 1);
    chain.checkpoint();
    assertThat(chain.status().failures()).isEmpty();
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(5);
  }

  @Test
  void checkpoint_headOfOneLogDamaged_isNamedAndTheOthersAreSigned() {
    append(ACME, 2);
    append(OTHER, 1);
    DamagedHeads damaged = new DamagedHeads(log);
    damaged.damage(ACME);
    SignedAuditChain signing = builder(damaged).build();

    assertThat(signing.checkpoint()).isEqualTo(2);

    assertThat(signing.status().failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.log()).isEqualTo(origin(ACME));
              assertThat(failure.reason()).contains("its frontier has no nodes");
            });
    assertThat(log.checkpoints().latest(ACME)).isEmpty();
    assertThat(stored(OTHER).checkpoint().size()).isEqualTo(1);
    assertThatExceptionOfType(HermesException.class)
        .isThrownBy(() -> signing.checkpoint(ACME))
        .withMessageContaining("its frontier has no nodes");
  }

  @Test
  void checkpoint_stateAway_isVisibleAndStopsNobody() {
    SignerState broken =
        new SignerState() {
          @Override
          public Optional<Checkpoint> find(String origin) {
            throw new IllegalStateException("the disk is gone");
          }

          @Override
          public Map<String, Checkpoint> endingWith(String suffix) {
            throw new IllegalStateException("the disk is gone");
          }

          @Override
          public List<SignerRefusal> advance(List<SignerMove> moves) {
            throw new IllegalStateException("the disk is gone");
          }
        };
    SignedAuditChain blind = builder(log).state(broken).build();
    append(ACME, 1);

    assertThat(blind.checkpoint()).isZero();

    assertThat(blind.status().failures().toString()).contains("the disk is gone");
    assertThat(log.checkpoints().latest(ACME)).isEmpty();
    blind.append(blind.prepare(event(ACME)));
    assertThat(log.head(ACME).orElseThrow().size()).isEqualTo(2);
  }

  @Test
  void anchor_signedLogOfLogs_isAnchoredAsOftenAsItIsDue() {
    SignedAuditChain anchoring =
        builder(log)
            .anchor(anchor(), Duration.ofSeconds(30))
            .heartbeat(Duration.ofSeconds(1))
            .build();
    append(ACME, 1);
    anchoring.checkpoint();
    clock.advance(Duration.ofSeconds(29));
    anchoring.checkpoint();
    assertThat(anchored).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    append(ACME, 1);
    anchoring.checkpoint();

    assertThat(anchored).hasSize(2);
    assertThat(anchored.get(1)).startsWith(origin(LOG_OF_LOGS) + "\n2\n");
    assertThat(log.checkpoints().anchors(LOG_OF_LOGS, 0, 10))
        .containsExactly(
            new AuditAnchor(1, "memory", new byte[] {1}),
            new AuditAnchor(2, "memory", new byte[] {2}));
    assertThat(log.checkpoints().read(LOG_OF_LOGS, 0, 10))
        .extracting(AuditCheckpoint::size)
        .containsExactly(1L, 2L);
    assertThat(anchoring.status().anchors())
        .containsExactly(
            new AuditStatus.AnchorStatus(
                "memory",
                Optional.of(clock.instant()),
                Optional.of(clock.instant()),
                2,
                Optional.empty()));
  }

  /** Its newest time is in the log, and a day of it does not fill the log. */
  @Test
  void anchor_nothingHappens_isAskedEachHourAndEachReceiptIsKept() {
    SignedAuditChain anchoring =
        builder(log)
            .anchor(anchor(), Duration.ofMinutes(1))
            .heartbeat(Duration.ofMinutes(1))
            .build();
    append(ACME, 1);
    anchoring.checkpoint();
    for (int minute = 0; minute < 24 * 60; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(anchoring.checkpoint()).as("the heartbeat").isEqualTo(1);
      assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ZERO)).isTrue();
    }

    assertThat(anchored).hasSize(25).containsOnly(stored(LOG_OF_LOGS).format());
    assertThat(log.checkpoints().anchors(LOG_OF_LOGS, 0, 100))
        .hasSize(25)
        .endsWith(new AuditAnchor(1, "memory", new byte[] {25}));
    assertThat(anchoring.status().anchors().get(0).anchoredAt()).contains(clock.instant());
    clock.advance(Duration.ofMinutes(1));
    append(ACME, 1);
    anchoring.checkpoint();
    assertThat(anchored).as("what is new does not wait for the hour").hasSize(26);
  }

  @Test
  void anchor_awayWhenAskedAgain_isNotCurrentUntilItAnswers() {
    SignedAuditChain anchoring =
        builder(log).anchor(anchor(), Duration.ofHours(2)).heartbeat(Duration.ofMinutes(1)).build();
    append(ACME, 1);
    anchoring.checkpoint();
    anchorAway.set(true);
    clock.advance(Duration.ofMinutes(119));
    anchoring.checkpoint();
    assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ZERO)).isTrue();
    clock.advance(Duration.ofMinutes(1));
    anchoring.checkpoint();
    assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();
    anchorAway.set(false);
    clock.advance(Duration.ofMinutes(1));
    anchoring.checkpoint();

    assertThat(anchored).hasSize(2);
    assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ZERO)).isTrue();
  }

  /** What it said while it was wrong is not waited for. */
  @Test
  void clock_ranAheadAndIsRightAgain_isAnchoredAndSignedAsBefore() {
    SignedAuditChain anchoring =
        builder(log)
            .anchor(anchor(), Duration.ofSeconds(30))
            .heartbeat(Duration.ofSeconds(60))
            .build();
    append(ACME, 1);
    clock.advance(Duration.ofDays(365));
    anchoring.checkpoint();
    clock.advance(Duration.ofDays(-365));
    assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();

    assertThat(anchoring.checkpoint()).as("the heartbeat").isEqualTo(1);

    assertThat(anchored).hasSize(2);
    assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ofDays(1))).isTrue();
  }

  @Test
  void anchor_throwsAnError_isVisibleAndTriedAgain() {
    AtomicBoolean broken = new AtomicBoolean(true);
    CheckpointAnchor sound = anchor();
    CheckpointAnchor breaking =
        new CheckpointAnchor() {
          @Override
          public String name() {
            return "breaking";
          }

          @Override
          public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
            if (broken.getAndSet(false)) {
              throw new NoClassDefFoundError("a part of the anchor");
            }
            return sound.anchor(checkpoint, log);
          }
        };
    append(ACME, 1);
    try (SignedAuditChain anchoring =
        builder(log)
            .anchor(breaking, Duration.ZERO)
            .heartbeat(Duration.ofSeconds(1))
            .checkpointEvery(Duration.ofMillis(100))
            .build()) {
      assertThat(anchoring.status().anchors()).hasSize(1);
      while (broken.get()) {
        LockSupport.parkNanos(1_000_000);
      }
      clock.advance(Duration.ofSeconds(2));
      while (anchored.isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void anchor_away_isVisibleStopsNobodyAndIsTriedAgain() {
    SignedAuditChain anchoring =
        builder(log).anchor(anchor(), Duration.ZERO).heartbeat(Duration.ofSeconds(1)).build();
    anchorAway.set(true);
    append(ACME, 1);

    assertThat(anchoring.checkpoint()).isEqualTo(2);

    AuditStatus.AnchorStatus status = anchoring.status().anchors().get(0);
    assertThat(status.failure().orElseThrow()).contains("does not answer");
    assertThat(anchoring.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();
    anchorAway.set(false);
    clock.advance(Duration.ofSeconds(2));
    anchoring.checkpoint();
    assertThat(anchoring.status().anchors().get(0).failure()).isEmpty();
    assertThat(anchored).hasSize(1);
  }

  @Test
  void checkpointEvery_anchorThatDoesNotAnswer_signsOnAndThenAnchorsTheNewest() {
    CountDownLatch answer = new CountDownLatch(1);
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    CheckpointAnchor slow =
        new CheckpointAnchor() {
          @Override
          public String name() {
            return "slow";
          }

          @Override
          public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
            asked.add(new String(checkpoint, UTF_8));
            try {
              assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AnchorException("interrupted", e);
            }
            return new byte[] {1};
          }
        };
    try (SignedAuditChain anchoring =
        builder(log).anchor(slow, Duration.ZERO).checkpointEvery(Duration.ofMillis(100)).build()) {
      for (int size = 1; size <= 4; size++) {
        append(ACME, 1);
        while (anchoring.status().signedSize() < size || asked.isEmpty()) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      assertThat(asked).as("the first call is under way").hasSize(1);

      answer.countDown();
      while (asked.size() < 2) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(List.copyOf(asked).get(1)).startsWith(origin(LOG_OF_LOGS) + "\n4\n");
    }
    assertThat(asked).hasSize(2);
  }

  /** Whoever asks for a round gets all of it, whatever the threads do. */
  @Test
  void checkpointAndClose_ofAChainWithThreads_haveAnchoredWhenTheyReturn() {
    try (SignedAuditChain anchoring =
        builder(log).anchor(anchor(), Duration.ZERO).checkpointEvery(Duration.ofHours(1)).build()) {
      append(ACME, 1);
      anchoring.checkpoint();
      assertThat(anchored).hasSize(1);
      append(ACME, 1);
    }
    assertThat(anchored).hasSize(2);
  }

  @Test
  void anchor_thatDoesNotAnswer_keepsNobodyFromASignature() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    CheckpointAnchor slow =
        new CheckpointAnchor() {
          @Override
          public String name() {
            return "slow";
          }

          @Override
          public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
            asked.countDown();
            try {
              assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AnchorException("interrupted", e);
            }
            return new byte[] {1};
          }
        };
    SignedAuditChain anchoring = builder(log).anchor(slow, Duration.ZERO).build();
    append(ACME, 1);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> round = pool.submit(() -> anchoring.checkpoint());
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      UUID late = append(ACME, 1).get(0);

      assertThat(anchoring.receipt(ACME, late)).isPresent();

      assertThat(round.isDone()).as("the anchor is still asked").isFalse();
      answer.countDown();
      assertThat(round.get()).isEqualTo(2);
    } finally {
      answer.countDown();
      pool.shutdownNow();
    }
  }

  @Test
  void receipt_ofAnEvent_provesItToWhoHasOnlyTheKeys() {
    List<UUID> events = append(ACME, 300);

    for (int i : new int[] {0, 1, 255, 256, 299}) {
      EventReceipt receipt = chain.receipt(ACME, events.get(i)).orElseThrow();
      InclusionReceipt again = InclusionReceipt.parse(receipt.receipt().octets());

      assertThat(new String(receipt.header(), UTF_8)).contains(events.get(i).toString());
      assertThat(again.verify(receipt.header(), origin(ACME), policy).isValid()).isTrue();
      byte[] other = receipt.header().clone();
      other[20] ^= 1;
      assertThat(again.verify(other, origin(ACME), policy).isValid()).isFalse();
    }
  }

  @Test
  void receipt_ofAStagedEvent_givesItItsPlaceFirst() {
    PreparedEvent staged = chain.prepare(event(ACME));
    log.stage(ACME, List.of(staged));

    EventReceipt receipt = chain.receipt(ACME, staged.id()).orElseThrow();

    assertThat(receipt.receipt().verify(receipt.header(), origin(ACME), policy).isValid()).isTrue();
    assertThat(chain.receipt(OTHER, staged.id())).as("another tenant's event").isEmpty();
  }

  @Test
  void consistency_betweenSizes_isProven() {
    append(ACME, 5);
    SignedCheckpoint early = chain.checkpoint(ACME).orElseThrow();
    append(ACME, 600);
    SignedCheckpoint late = chain.checkpoint(ACME).orElseThrow();

    assertThat(
            chain
                .consistency(ACME, 5, 605)
                .verify(early.checkpoint().root(), late.checkpoint().root()))
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.consistency(ACME, 5, 606))
        .withMessageContaining("605");
    assertThatIllegalArgumentException().isThrownBy(() -> chain.consistency(ACME, 0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> chain.consistency(ACME, 6, 5));
  }

  /** Another process verifies: what it knows is the signer's state, not what it appended. */
  private SignedAuditChain over(AuditLog tampered) {
    return builder(tampered).build();
  }

  /** The log as it is after somebody who owns the database put it together anew. */
  private static MemoryAuditLog rewritten(
      TenantId tenant, List<AuditEntry> entries, AuditHead old) {
    MemoryAuditLog log = new MemoryAuditLog();
    MerkleFrontier tree = MerkleFrontier.EMPTY;
    List<AuditNode> nodes = new ArrayList<>();
    for (AuditEntry entry : entries) {
      tree = tree.append(entry.leaf(), nodes::add);
    }
    AuditEntry last = entries.get(entries.size() - 1);
    AuditHead head =
        new AuditHead(old.origin(), tree.size(), last.leaf(), tree, old.lastRecordedAt());
    log.append(List.of(new AuditAppend(tenant, 0, entries, nodes, List.of(), head)));
    return log;
  }

  @Test
  void checkpoint_endOfTheLogCutOff_isNotSignedAndFoundByAnybody() {
    append(ACME, 5);
    chain.checkpoint();
    MemoryAuditLog cut = rewritten(ACME, log.read(ACME, 0, 3), log.head(ACME).orElseThrow());
    SignedAuditChain other = over(cut);

    other.checkpoint();

    assertThat(other.status().failures())
        .anySatisfy(
            failure -> {
              assertThat(failure.log()).isEqualTo(origin(ACME));
              assertThat(failure.reason()).contains("3 events", "5 were signed");
            });
    assertThat(cut.checkpoints().latest(ACME)).isEmpty();
    assertThat(codes(other, ACME)).contains("log-behind-trusted");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> other.checkpoint(ACME))
        .withMessageContaining("5 were signed");
  }

  @Test
  void checkpoint_logRewrittenToTheSameLengthOrMore_isNotSignedAndFoundByAnybody() {
    append(ACME, 5);
    chain.checkpoint();
    for (int size : new int[] {5, 6, 900}) {
      MemoryAuditLog forged = new MemoryAuditLog();
      SignedAuditChain forger =
          builder(forged).state(new MemorySignerState()).signers(TestKeys.of(9).signers()).build();
      List<PreparedEvent> events = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        events.add(forger.prepare(event(ACME)));
      }
      forger.append(events);
      SignedAuditChain other = over(forged);

      other.checkpoint();

      assertThat(other.status().failures().toString()).contains("are not those that were signed");
      assertThat(forged.checkpoints().latest(ACME)).isEmpty();
      assertThat(codes(other, ACME)).contains("trusted-root-mismatch");
    }
  }

  /** The process that signed is still there, and only reads what is new since then. */
  @Test
  void checkpoint_historyChangedUnderARunningChain_isNotSigned() {
    SwitchedAuditLog switched = new SwitchedAuditLog(log);
    SignedAuditChain running = over(switched);
    append(ACME, 5);
    running.checkpoint();
    MemoryAuditLog forged = new MemoryAuditLog();
    SignedAuditChain forger = builder(forged).state(new MemorySignerState()).build();
    forger.append(IntStream.range(0, 8).mapToObj(i -> forger.prepare(event(ACME))).toList());

    switched.switchTo(forged);
    running.checkpoint();

    assertThat(running.status().failures().toString()).contains("are not those that were signed");
    assertThat(forged.checkpoints().latest(ACME)).isEmpty();
  }

  @Test
  void checkpoint_anotherSignerMovedMeanwhile_isNotSigned() {
    SignerState moved =
        new SignerState() {
          @Override
          public Optional<Checkpoint> find(String origin) {
            return Optional.empty();
          }

          @Override
          public Map<String, Checkpoint> endingWith(String suffix) {
            return Map.of();
          }

          @Override
          public List<SignerRefusal> advance(List<SignerMove> moves) {
            return moves.stream()
                .map(move -> new SignerRefusal(move, Optional.empty(), SignerRefusal.Reason.MOVED))
                .toList();
          }
        };
    SignedAuditChain late = builder(log).state(moved).build();
    append(ACME, 1);

    assertThat(late.checkpoint()).isZero();

    assertThat(late.status().failures().toString()).contains("somebody else signed");
    assertThat(log.checkpoints().latest(ACME)).isEmpty();
  }

  @Test
  void checkpoint_wholeLogDeletedAndBegunAnew_isNotSigned() {
    append(ACME, 2);
    chain.checkpoint();
    SignedAuditChain other = over(new MemoryAuditLog());

    assertThat(codes(other, ACME)).containsExactly("log-behind-trusted");
    other.append(other.prepare(event(ACME)));
    other.checkpoint();
    assertThat(other.status().failures().toString()).contains("1 events and 2 were signed");
  }

  @Test
  void checkpoint_storedOneDeletedOrForged_isMadeAnew() {
    append(ACME, 2);
    SignedCheckpoint real = chain.checkpoint(ACME).orElseThrow();
    SignedCheckpoint forged =
        SignedCheckpoint.sign(real.checkpoint(), clock.instant(), TestKeys.of(9).signers());
    for (String note : List.of(forged.format(), "nonsense", "")) {
      log.checkpoints()
          .keep(
              Map.of(
                  ACME,
                  new AuditCheckpoint(2, note.getBytes(UTF_8), AuditCheckpoint.Keep.UNTIL_NEXT)));

      SignedCheckpoint again = chain.checkpoint(ACME).orElseThrow();

      assertThat(policy.check(again).isSignedBy(0)).isTrue();
      assertThat(again.checkpoint()).isEqualTo(real.checkpoint());
      assertThat(stored(ACME)).isEqualTo(again);
    }
  }

  @Test
  void checkpoint_logOfAnotherInstallation_isNotSigned() {
    append(ACME, 1);
    SignedAuditChain other = builder(log).installation("elsewhere").build();

    other.checkpoint();

    assertThat(other.status().failures().toString()).contains("elsewhere/" + ACME, origin(ACME));
    assertThat(log.checkpoints().latest(ACME)).isEmpty();
  }

  @Test
  void retiring_keysThatChange_areRecordedAndBothSignThere() {
    append(ACME, 3);
    append(OTHER, 1);
    chain.checkpoint();
    TestKeys next = TestKeys.of(2);
    SignedAuditChain rotating =
        builder(log).signers(next.signers()).retiring(keys.signers()).build();
    append(ACME, 2);

    rotating.checkpoint();
    rotating.append(rotating.prepare(event(ACME)));
    rotating.checkpoint();
    append(OTHER, 1);
    rotating.checkpoint();
    rotating.checkpoint();

    TrustPolicy both = new TrustPolicy(List.of(keys.generation(), next.generation()));
    List<AuditCheckpoint> acme = log.checkpoints().read(ACME, 0, 10);
    SignedCheckpoint turn = SignedCheckpoint.parse(acme.get(0).note());
    assertThat(turn.checkpoint().size()).isEqualTo(6);
    assertThat(both.check(turn).generations()).containsExactly(0, 1);
    assertThat(both.check(stored(ACME)).generations()).containsExactly(1);
    assertThat(new String(log.read(ACME, 5, 1).get(0).header(), UTF_8))
        .contains("audit.key.rotated");
    for (TenantId tenant : List.of(ACME, OTHER, LOG_OF_LOGS)) {
      assertThat(rotations(tenant)).as(tenant.toString()).isEqualTo(1);
      assertThat(codes(rotating, tenant)).isEmpty();
    }
    assertThat(rotating.status().failures()).isEmpty();
    TenantId fresh = TenantId.named("fresh");
    rotating.append(rotating.prepare(event(fresh)));
    rotating.checkpoint();
    assertThat(rotations(fresh)).as("a log that begins with the new keys").isZero();
  }

  @Test
  void retiring_logsThatDoNotGrow_getTheNewKeysToo() {
    append(ACME, 3);
    append(OTHER, 1);
    chain.checkpoint();
    TestKeys next = TestKeys.of(2);
    SignedAuditChain rotating =
        builder(log).signers(next.signers()).retiring(keys.signers()).build();

    rotating.checkpoint();
    rotating.checkpoint();

    TrustPolicy both = new TrustPolicy(List.of(keys.generation(), next.generation()));
    for (TenantId tenant : List.of(ACME, OTHER, LOG_OF_LOGS)) {
      assertThat(rotations(tenant)).as(tenant.toString()).isEqualTo(1);
      assertThat(both.check(stored(tenant)).isSignedBy(1)).isTrue();
    }
    SignedCheckpoint turn = stored(ACME);
    assertThat(both.check(turn).generations()).containsExactly(0, 1);
    SignedAuditChain after = builder(log).signers(next.signers()).build();
    after.checkpoint(ACME);
    after.checkpoint();
    assertThat(stored(ACME)).as("what both signed gives way to nothing").isEqualTo(turn);
  }

  @Test
  void retiring_endedBetweenTheEventAndTheSignatures_isFinishedByTheNextChain() {
    append(ACME, 3);
    chain.checkpoint();
    TestKeys next = TestKeys.of(2);
    signerAway.set(true);
    List<CheckpointSigner> away = List.of(away(keys.ed25519()), keys.mlDsa44());
    builder(log).signers(next.signers()).retiring(away).build().checkpoint();
    assertThat(rotations(ACME)).isEqualTo(1);
    signerAway.set(false);

    SignedAuditChain again = builder(log).signers(next.signers()).retiring(away).build();
    again.checkpoint();
    again.checkpoint();

    assertThat(rotations(ACME)).as("one event, however often it is tried").isEqualTo(1);
    TrustPolicy both = new TrustPolicy(List.of(keys.generation(), next.generation()));
    assertThat(both.check(stored(ACME)).generations()).containsExactly(0, 1);
    assertThat(again.status().failures()).isEmpty();
  }

  private long rotations(TenantId tenant) {
    return log.read(tenant, 0, 1_000).stream()
        .filter(entry -> new String(entry.header(), UTF_8).contains("audit.key.rotated"))
        .count();
  }

  /** However many sign at once, at one size of a log there is one root, and sizes never go back. */
  @Test
  void checkpoint_byManyAtOnce_neverSignsTwoHistories() throws Exception {
    Map<String, String> roots = new ConcurrentHashMap<>();
    List<String> conflicts = new ArrayList<>();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      SignedAuditChain one =
          builder(log)
              .signers(List.of(watched(keys.ed25519(), roots, conflicts)))
              .ids(TestIds.stream(100 + i))
              .build();
      work.add(
          () -> {
            int signed = 0;
            for (int round = 0; round < 25; round++) {
              one.append(one.prepare(event(ACME)));
              one.append(one.prepare(event(OTHER)));
              signed += one.checkpoint();
            }
            return signed;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      int signed = 0;
      for (Future<Integer> done : pool.invokeAll(work)) {
        signed += done.get();
      }
      assertThat(signed).isPositive();
    } finally {
      pool.shutdownNow();
    }
    assertThat(conflicts).isEmpty();
    chain.checkpoint();
    chain.checkpoint();
    for (TenantId tenant : List.of(ACME, OTHER, LOG_OF_LOGS)) {
      assertThat(codes(over(log), tenant)).isEmpty();
    }
  }

  private static CheckpointSigner watched(
      CheckpointSigner signer, Map<String, String> roots, List<String> conflicts) {
    return new CheckpointSigner() {
      @Override
      public VerifierKey key() {
        return signer.key();
      }

      @Override
      public byte[] sign(byte[] message) {
        String[] lines = new String(message, UTF_8).split("\n", -1);
        String before = roots.putIfAbsent(lines[0] + " " + lines[1], lines[2]);
        if (before != null && !before.equals(lines[2])) {
          conflicts.add(lines[0] + " " + lines[1]);
        }
        return signer.sign(message);
      }
    };
  }

  @Test
  void checkpointEvery_given_signsOnAThreadThatCloseEnds() throws Exception {
    SignedAuditChain busy =
        builder(log)
            .checkpointEvery(Duration.ofMillis(100))
            .sequenceWithin(Duration.ofMillis(1))
            .build();
    log.stage(ACME, List.of(busy.prepare(event(ACME))));
    busy.staged(ACME);
    Instant end = Instant.now().plusSeconds(30);
    while (log.checkpoints().latest(ACME).isEmpty() && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
    assertThat(log.checkpoints().latest(ACME)).isPresent();

    log.stage(ACME, List.of(busy.prepare(event(ACME))));
    busy.close();
    assertThat(stored(ACME).checkpoint().size()).as("what was left is signed").isEqualTo(2);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("hermesx-audit") && thread.isAlive());
    busy.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 99, 3_600_001})
  void checkpointEvery_outOfRange_isRefusedWithTheRange(long millis) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(log).checkpointEvery(Duration.ofMillis(millis)))
        .withMessageContaining("PT0.1S to PT1H");
  }

  @Test
  void build_somethingMissing_isNamed() {
    Map<String, SignedAuditChainBuilder> missing = new HashMap<>();
    missing.put("signers", SignedAuditChain.builder(log).installation("a").clock(clock).ids(ids));
    missing.put(
        "state",
        SignedAuditChain.builder(log)
            .installation("a")
            .clock(clock)
            .ids(ids)
            .signers(keys.signers()));
    missing.forEach(
        (name, incomplete) ->
            assertThatIllegalStateException()
                .isThrownBy(incomplete::build)
                .withMessageContaining(name));
    assertThatIllegalArgumentException().isThrownBy(() -> builder(log).signers(List.of()).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder(log).anchor(anchor(), Duration.ZERO).anchor(anchor(), Duration.ofDays(1)))
        .withMessageContaining("memory");
  }
}
