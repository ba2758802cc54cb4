// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.format.Base64Digest;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.ForwardingCheckpointLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import io.hermesx.core.testkit.TurningAwayLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process ends between signing a tenant's log and listing it in the log of logs: whoever comes
 * next lists it, though the tenant stays quiet for ever.
 */
class OwedListingsTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final TenantId LOG_OF_LOGS = SignedAuditChain.LOG_OF_LOGS;
  private static final String INSTALLATION = "audit.example.com/test";

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();

  @TempDir private Path folder;
  private FileSignerState state;

  @BeforeEach
  void open() {
    state = FileSignerState.create(folder.resolve("signers"));
  }

  @AfterEach
  void close() {
    state.close();
  }

  /** What a new process has: the database, the file, and nothing else. */
  private SignedAuditChain process(AuditLog on) {
    state.close();
    state = FileSignerState.open(folder.resolve("signers"));
    return process(on, state);
  }

  private SignedAuditChain process(AuditLog on, SignerState with) {
    return SignedAuditChain.builder(on)
        .installation(INSTALLATION)
        .clock(clock)
        .ids(ids)
        .signers(TestKeys.of(1).signers())
        .state(with)
        .build();
  }

  private AuditLog damaged() {
    return new TurningAwayLog(memory, LOG_OF_LOGS, append -> AppendResult.refused("damaged"));
  }

  private void append(TenantId tenant) {
    SignedAuditChain chain = process(memory, new MemorySignerState());
    chain.append(
        chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build()));
  }

  private int round(SignedAuditChain chain) {
    clock.advance(Duration.ofMinutes(2));
    return chain.checkpoint();
  }

  /** Which size of which tenant was listed, in the order of the log of logs. */
  private List<String> listed() {
    List<String> listed = new ArrayList<>();
    for (AuditEntry entry : memory.read(LOG_OF_LOGS, 0, 10_000)) {
      HeaderView header = HeaderView.header(entry.header());
      listed.add(header.text("resource") + " " + header.detailWholes().get("size"));
    }
    return listed;
  }

  private SignedCheckpoint stored(TenantId tenant) {
    return SignedCheckpoint.parse(
        memory.checkpoints().latest(tenant).map(AuditCheckpoint::note).orElseThrow());
  }

  @Test
  void checkpoint_processEndedWhileLogOfLogsWasDamaged_nextOneListsQuietTenants() {
    append(ACME);
    append(OTHER);
    round(process(damaged()));
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(1);
    assertThat(memory.checkpoints().behind(10)).as("nothing looks undone").isEmpty();
    assertThat(listed()).isEmpty();
    round(process(damaged()));

    SignedAuditChain restored = process(memory);
    round(restored);

    assertThat(listed()).containsExactlyInAnyOrder(ACME + " 1", OTHER + " 1");
    assertThat(restored.status().failures()).isEmpty();
    String root = Base64Digest.of(stored(ACME).checkpoint().root());
    assertThat(memory.read(LOG_OF_LOGS, 0, 10))
        .extracting(entry -> HeaderView.header(entry.header()).detailTexts().get("root"))
        .contains(root);
    assertThat(restored.verify(LOG_OF_LOGS).findings()).isEmpty();
    round(process(memory));
    assertThat(listed()).as("once").hasSize(2);
  }

  /** Each process that fails reports the debts of those before it. */
  @Test
  void checkpoint_stillDamagedAfterARestart_saysHowManyLogsNoAnchorCovers() {
    append(ACME);
    append(OTHER);
    round(process(damaged()));
    SignedAuditChain next = process(damaged());

    round(next);

    assertThat(next.status().failures().toString()).contains("2 other logs", "no anchor covers");
  }

  @Test
  void checkpoint_tenantGrewAfterTheRestart_isListedWithItsLastSizeOnly() {
    append(ACME);
    round(process(damaged()));
    append(ACME);
    append(ACME);

    round(process(memory));

    assertThat(listed()).containsExactly(ACME + " 3");
    round(process(memory));
    assertThat(listed()).hasSize(1);
  }

  @Test
  void checkpoint_owedAgainAndAgain_isListedEachTimeTheLogIsBack() {
    for (int size = 1; size <= 3; size++) {
      append(ACME);
      round(process(damaged()));
      round(process(memory));
      assertThat(listed()).hasSize(size).endsWith(ACME + " " + size);
    }
  }

  @Test
  void checkpoint_manyTenantsOwed_areAllListed() {
    IntStream.range(0, 1_100).forEach(i -> append(TenantId.named("tenant-" + i)));
    round(process(damaged()));

    round(process(memory));

    assertThat(listed()).hasSize(1_100).doesNotHaveDuplicates();
    assertThat(round(process(memory))).as("the log of logs alone").isEqualTo(1);
  }

  /** Before the checkpoint is stored, what is owed is: else the log would look done. */
  @Test
  void checkpoint_whatIsOwedCannotBeKept_isNotStoredEither() {
    append(ACME);
    SignerState forgetful =
        new ForwardingSignerState(state) {
          @Override
          public List<SignerRefusal> advance(List<SignerMove> moves) {
            if (moves.stream().anyMatch(move -> move.next().origin().endsWith("#owed"))) {
              throw new SignerStateException("the process ends here");
            }
            return super.advance(moves);
          }
        };
    round(process(damaged(), forgetful));
    assertThat(memory.checkpoints().latest(ACME)).isEmpty();

    round(process(memory));

    assertThat(listed()).containsExactly(ACME + " 1");
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(1);
  }

  /** Where the log of logs is sound: it is told before the checkpoint is stored. */
  @Test
  void checkpoint_processEndedBetweenSigningAndListing_nextOneListsIt() {
    append(ACME);
    AuditLog ending =
        new TurningAwayLog(
            memory,
            LOG_OF_LOGS,
            append -> {
              throw new InternalError("the process ends here");
            });
    assertThatThrownBy(() -> round(process(ending))).isInstanceOf(InternalError.class);
    assertThat(state.find(INSTALLATION + "/" + ACME)).as("signed").isPresent();
    assertThat(memory.checkpoints().latest(ACME)).as("not stored").isEmpty();

    round(process(memory));

    assertThat(listed()).containsExactly(ACME + " 1");
  }

  @Test
  void checkpoint_processEndedBetweenListingAndStoring_isListedTwiceAtMost() {
    append(ACME);
    AuditLog ending =
        new ForwardingAuditLog(memory) {
          @Override
          public CheckpointLog checkpoints() {
            return new ForwardingCheckpointLog(super.checkpoints()) {
              @Override
              public Set<TenantId> keep(Map<TenantId, AuditCheckpoint> checkpoints) {
                throw new InternalError("the process ends here");
              }
            };
          }
        };
    assertThatThrownBy(() -> round(process(ending))).isInstanceOf(InternalError.class);

    round(process(memory));

    assertThat(listed()).containsExactly(ACME + " 1", ACME + " 1");
    assertThat(stored(ACME).checkpoint().size()).isEqualTo(1);
  }
}
