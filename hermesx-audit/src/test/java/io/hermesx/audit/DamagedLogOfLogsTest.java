// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.DamagedHeads;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.SwitchedAuditLog;
import io.hermesx.core.testkit.TestIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever owns the database damages the log of logs, which takes one row. The logs of the tenants
 * are signed on, everybody gets to know, and nothing but what continues is ever signed.
 */
class DamagedLogOfLogsTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final TenantId LOG_OF_LOGS = SignedAuditChain.LOG_OF_LOGS;
  private static final String INSTALLATION = "audit.example.com/test";

  private final TestIds ids = TestIds.create();
  private final MutableClock clock = MutableClock.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private final SwitchedAuditLog log = new SwitchedAuditLog(memory);
  private final SignerState state = new MemorySignerState();
  private final List<String> anchored = new ArrayList<>();
  private final SignedAuditChain appending = chain(memory);

  private SignedAuditChain chain(AuditLog on) {
    return builder(on).signers(TestKeys.of(1).signers()).build();
  }

  private SignedAuditChainBuilder builder(AuditLog on) {
    return SignedAuditChain.builder(on)
        .installation(INSTALLATION)
        .clock(clock)
        .ids(ids)
        .state(state)
        .anchor(new NamedAnchor(anchored), Duration.ZERO);
  }

  private record NamedAnchor(List<String> anchored) implements CheckpointAnchor {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public byte[] anchor(byte[] checkpoint, ConsistencyProofs log) {
      anchored.add(new String(checkpoint, UTF_8));
      return new byte[] {1};
    }
  }

  /** What one row can do to a log. */
  enum Damage {
    HEAD_THAT_CANNOT_BE_READ("its frontier has no nodes") {
      @Override
      AuditLog of(AuditLog log) {
        DamagedHeads damaged = new DamagedHeads(log);
        damaged.damage(LOG_OF_LOGS);
        return damaged;
      }
    },
    ROW_BEYOND_THE_HEAD("entries beyond its head") {
      @Override
      AuditLog of(AuditLog log) {
        return new ForwardingAuditLog(log) {
          @Override
          public List<AppendResult> append(List<AuditAppend> appends) {
            boolean hit = appends.stream().anyMatch(it -> it.tenant().equals(LOG_OF_LOGS));
            return hit
                ? List.of(AppendResult.refused("there are entries beyond its head"))
                : super.append(appends);
          }
        };
      }
    };

    private final String words;

    Damage(String words) {
      this.words = words;
    }

    abstract AuditLog of(AuditLog log);
  }

  private void append(TenantId tenant) {
    PreparedEvent event =
        appending.prepare(AuditEvent.builder(tenant, "test", ids.next(), clock.instant()).build());
    appending.append(event);
  }

  private long size(TenantId tenant) {
    return memory.head(tenant).map(AuditHead::size).orElse(0L);
  }

  private long stored(TenantId tenant) {
    return memory
        .checkpoints()
        .latest(tenant)
        .map(row -> SignedCheckpoint.parse(row.note()).checkpoint().size())
        .orElse(0L);
  }

  private String listed(long from) {
    return String.join(
        "\n",
        memory.read(LOG_OF_LOGS, from, 100).stream()
            .map(entry -> new String(entry.header(), UTF_8))
            .toList());
  }

  @BeforeEach
  void sign() {
    append(ACME);
    append(OTHER);
    assertThat(appending.checkpoint()).isEqualTo(3);
    anchored.clear();
  }

  @ParameterizedTest
  @EnumSource
  void checkpoint_logOfLogsDamaged_tenantsAreSignedOnAndItIsSaid(Damage damage) {
    SignedAuditChain chain = chain(log);
    log.switchTo(damage.of(memory));
    append(ACME);
    append(OTHER);
    clock.advance(Duration.ofMinutes(2));

    for (int round = 0; round < 3; round++) {
      chain.checkpoint();

      assertThat(chain.status().failures())
          .isNotEmpty()
          .allMatch(failure -> failure.log().equals(INSTALLATION + "/" + LOG_OF_LOGS));
      assertThat(chain.status().failures().get(0).reason())
          .contains(damage.words, "2 other logs", "no anchor covers");
      assertThat(chain.status().isCurrent(clock.instant(), Duration.ofSeconds(90))).isFalse();
    }
    assertThat(stored(ACME)).isEqualTo(2);
    assertThat(stored(OTHER)).isEqualTo(2);
    assertThat(chain.checkpoint(ACME).orElseThrow().checkpoint().size()).isEqualTo(2);
    assertThat(size(LOG_OF_LOGS)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void checkpoint_logOfLogsRestored_isToldWhatItDidNotTake(Damage damage) {
    SignedAuditChain chain = chain(log);
    log.switchTo(damage.of(memory));
    append(ACME);
    chain.checkpoint();
    append(ACME);
    append(OTHER);
    chain.checkpoint();
    log.switchTo(memory);
    clock.advance(Duration.ofMinutes(2));

    assertThat(chain.checkpoint()).as("the log of logs alone").isEqualTo(1);

    assertThat(chain.status().failures()).isEmpty();
    assertThat(chain.status().isCurrent(clock.instant(), Duration.ofSeconds(1))).isTrue();
    assertThat(size(LOG_OF_LOGS)).as("the latest of each").isEqualTo(4);
    assertThat(listed(2))
        .contains("\"size\":3},\"event_id\"", "\"resource\":\"" + ACME)
        .contains("\"size\":2},\"event_id\"", "\"resource\":\"" + OTHER);
    assertThat(stored(LOG_OF_LOGS)).isEqualTo(4);
    assertThat(anchored.get(anchored.size() - 1)).startsWith(INSTALLATION + "/" + LOG_OF_LOGS);
  }

  /** The damage is no way around what is remembered of a tenant's log. */
  @ParameterizedTest
  @EnumSource
  void checkpoint_tenantRewrittenMeanwhile_isNotSigned(Damage damage) {
    MemoryAuditLog rewritten = new MemoryAuditLog();
    Supplier<PreparedEvent> event =
        () ->
            appending.prepare(
                AuditEvent.builder(ACME, "test", ids.next(), clock.instant()).build());
    SignedAuditChain forger =
        SignedAuditChain.builder(rewritten)
            .installation(INSTALLATION)
            .clock(clock)
            .ids(ids)
            .signers(TestKeys.of(1).signers())
            .state(new MemorySignerState())
            .build();
    forger.append(List.of(event.get(), event.get()));
    SignedAuditChain chain = chain(log);
    log.switchTo(damage.of(rewritten));
    Checkpoint before = state.find(INSTALLATION + "/" + ACME).orElseThrow();

    chain.checkpoint();

    assertThat(chain.status().failures().toString()).contains(INSTALLATION + "/" + ACME);
    assertThat(state.find(INSTALLATION + "/" + ACME)).contains(before);
    assertThat(rewritten.checkpoints().latest(ACME)).isEmpty();
  }

  /** The signer's memory is what keeps a log of logs that was put back from being signed. */
  @Test
  void checkpoint_olderLogOfLogsPutBack_isNotSignedAndTenantsAre() {
    SignedAuditChain chain = chain(log);
    ForwardingAuditLog older =
        new ForwardingAuditLog(memory) {
          @Override
          public Map<TenantId, AuditHead> heads(Collection<TenantId> tenants) {
            return super.heads(
                tenants.stream().filter(tenant -> !tenant.equals(LOG_OF_LOGS)).toList());
          }

          @Override
          public List<AppendResult> append(List<AuditAppend> appends) {
            return appends.get(0).tenant().equals(LOG_OF_LOGS)
                ? List.of(AppendResult.refused("there are entries beyond its head"))
                : super.append(appends);
          }
        };
    log.switchTo(older);
    append(ACME);
    AuditCheckpoint before = memory.checkpoints().latest(LOG_OF_LOGS).orElseThrow();

    chain.checkpoint();

    assertThat(stored(ACME)).isEqualTo(2);
    assertThat(memory.checkpoints().latest(LOG_OF_LOGS)).contains(before);
    assertThat(chain.status().failures().toString()).contains("entries beyond its head");
  }

  /** Which logs there are is asked of the log of logs where keys change. */
  @Test
  void checkpoint_keysChangeAndItsRowsCannotBeRead_tenantsThatGrewAreSigned() {
    ForwardingAuditLog unreadable =
        new ForwardingAuditLog(memory) {
          @Override
          public List<AuditEntry> read(TenantId tenant, long from, int limit) {
            if (tenant.equals(LOG_OF_LOGS)) {
              throw new IllegalArgumentException("a row of it is damaged");
            }
            return super.read(tenant, from, limit);
          }
        };
    SignedAuditChain chain =
        builder(unreadable)
            .signers(TestKeys.of(2).signers())
            .retiring(TestKeys.of(1).signers())
            .build();
    append(ACME);

    chain.checkpoint();

    assertThat(stored(ACME)).as("two events, and that keys changed").isEqualTo(3);
    assertThat(chain.status().failures())
        .isNotEmpty()
        .allMatch(failure -> failure.log().equals(INSTALLATION + "/" + LOG_OF_LOGS))
        .allMatch(failure -> failure.reason().contains("a row of it is damaged"));
  }
}
