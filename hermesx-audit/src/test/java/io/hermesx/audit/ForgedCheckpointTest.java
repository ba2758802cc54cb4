// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditCheckpoint.Keep;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that whoever owns the database puts among the checkpoints hide no log from the rounds. */
class ForgedCheckpointTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final TenantId LOG_OF_LOGS = SignedAuditChain.LOG_OF_LOGS;
  private static final String INSTALLATION = "audit.example.com/test";

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog log = new MemoryAuditLog();
  private final SignerState state = new MemorySignerState();
  private final SignedAuditChain chain = chain();

  private SignedAuditChain chain() {
    return SignedAuditChain.builder(log)
        .installation(INSTALLATION)
        .clock(clock)
        .ids(ids)
        .signers(TestKeys.of(1).signers())
        .state(state)
        .anchor(new NamedAnchor(), Duration.ZERO)
        .heartbeat(Duration.ofMinutes(1))
        .build();
  }

  /** An anchor that takes everything. */
  private record NamedAnchor() implements CheckpointAnchor {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
      return new byte[] {1};
    }
  }

  private UUID append(TenantId tenant) {
    PreparedEvent event =
        chain.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
    chain.append(event);
    return event.id();
  }

  private void forge(TenantId tenant, long size, Keep keep) {
    byte[] note = "nobody signed this".getBytes(UTF_8);
    log.checkpoints().keep(Map.of(tenant, new AuditCheckpoint(size, note, keep)));
  }

  private long size(TenantId tenant) {
    return log.head(tenant).map(AuditHead::size).orElse(0L);
  }

  private long signed(TenantId tenant) {
    return state.find(INSTALLATION + "/" + tenant).map(Checkpoint::size).orElse(0L);
  }

  private static String failures(SignedAuditChain chain) {
    return chain.status().failures().toString();
  }

  @BeforeEach
  void sign() {
    append(ACME);
    append(OTHER);
    chain.checkpoint();
    assertThat(chain.status().failures()).isEmpty();
  }

  /** Found by a process that did not append, and the others are signed as ever. */
  @Test
  void checkpoint_forgedRowOfAHugeSize_isNamedAndTheLogIsSignedOn() {
    forge(ACME, Long.MAX_VALUE, Keep.ALWAYS);
    UUID event = append(ACME);
    append(OTHER);
    SignedAuditChain other = chain();

    other.checkpoint();

    assertThat(failures(other))
        .contains(INSTALLATION + "/" + ACME, String.valueOf(Long.MAX_VALUE))
        .doesNotContain(OTHER.toString());
    assertThat(other.status().isCurrent(clock.instant(), Duration.ofDays(1))).isFalse();
    assertThat(signed(ACME)).isEqualTo(2);
    assertThat(signed(OTHER)).isEqualTo(2);
    assertThat(size(LOG_OF_LOGS)).as("both are listed").isEqualTo(4);
    assertThat(other.receipt(ACME, event)).as("receipts need no stored checkpoint").isPresent();
  }

  @Test
  void checkpoint_forgedRowWhileNothingGrows_isNamedInEachRoundAndNothingIsSigned() {
    forge(ACME, 900, Keep.UNTIL_NEXT);
    for (int round = 0; round < 3; round++) {
      assertThat(chain.checkpoint()).isZero();
      assertThat(failures(chain)).contains(INSTALLATION + "/" + ACME, "900");
    }
    assertThat(size(LOG_OF_LOGS)).isEqualTo(2);
  }

  /** A row that is moved along with the head looks like a log that was signed. */
  @Test
  void checkpoint_forgedRowOfTheSizeOfTheLog_isFoundByWhoAppended() {
    append(ACME);
    forge(ACME, 2, Keep.ALWAYS);
    for (int round = 0; round < 3; round++) {
      chain.checkpoint();
      assertThat(failures(chain)).contains(INSTALLATION + "/" + ACME, "2");
      assertThat(signed(ACME)).isEqualTo(2);
    }
    assertThat(size(LOG_OF_LOGS)).as("it is signed once").isEqualTo(3);
  }

  @Test
  void checkpoint_forgedRowOfTheSizeOfTheLogThatMayGo_givesWay() {
    append(ACME);
    forge(ACME, 2, Keep.UNTIL_NEXT);
    chain.checkpoint();

    assertThat(chain.status().failures()).isEmpty();
    AuditCheckpoint stored = log.checkpoints().latest(ACME).orElseThrow();
    assertThat(SignedCheckpoint.parse(stored.note()).checkpoint().size()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Keep.class)
  void checkpoint_realCheckpointInARowOfAnotherSize_isForged(Keep keep) {
    AuditCheckpoint real = log.checkpoints().latest(ACME).orElseThrow();
    log.checkpoints().keep(Map.of(ACME, new AuditCheckpoint(77, real.note(), keep)));
    append(ACME);
    chain.checkpoint();

    assertThat(failures(chain)).contains(INSTALLATION + "/" + ACME, "77");
  }

  @Test
  void checkpoint_forgedRowInTheLogOfLogs_isNamedAndItIsSignedOn() {
    forge(LOG_OF_LOGS, 5_000, Keep.UNTIL_NEXT);
    append(ACME);
    chain.checkpoint();

    assertThat(failures(chain)).contains(INSTALLATION + "/" + LOG_OF_LOGS, "5000");
    assertThat(signed(LOG_OF_LOGS)).isEqualTo(3);
    chain.checkpoint();
    assertThat(failures(chain)).contains("5000");
  }

  /** What an anchor has stays, and the heartbeat's signature of the same size gives way to it. */
  @Test
  void checkpoint_heartbeatOverAnAnchoredCheckpoint_isNoFailure() {
    clock.advance(Duration.ofMinutes(2));

    assertThat(chain.checkpoint()).isEqualTo(1);
    assertThat(chain.status().failures()).isEmpty();
  }
}
