// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.HermesException;
import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.audit.UnsignedAuditChain;
import io.hermesx.core.secret.MemoryDataKeys;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpooledAuditChainTest {

  private static final TenantId ACME = TenantId.named("acme");

  @TempDir private Path folder;
  private final TestIds ids = TestIds.create();
  private final MemoryAuditLog memory = new MemoryAuditLog();
  private volatile boolean away;

  private SpooledAuditChain open() {
    return builder().build();
  }

  private SpooledAuditChain.Builder builder() {
    ForwardingAuditLog log =
        new ForwardingAuditLog(memory) {
          @Override
          public List<AppendResult> append(List<AuditAppend> appends) {
            if (away) {
              throw new HermesException("the log is away");
            }
            return super.append(appends);
          }
        };
    UnsignedAuditChain chain =
        UnsignedAuditChain.builder(log)
            .installation("spool")
            .clock(MutableClock.create())
            .ids(ids)
            .bodies(new MemoryDataKeys(new Random(1)), new Random(2))
            .build();
    return SpooledAuditChain.builder(chain)
        .directory(folder.resolve("audit"))
        .random(new Random(3));
  }

  private PreparedEvent event(SpooledAuditChain chain) {
    return chain.prepare(
        AuditEvent.builder(ACME, "test", ids.next(), MutableClock.START)
            .body("/arguments", "text/plain", "secret".getBytes(UTF_8))
            .build());
  }

  private List<UUID> append(SpooledAuditChain chain, int count) {
    List<UUID> appended = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PreparedEvent event = event(chain);
      chain.append(event);
      appended.add(event.id());
    }
    return appended;
  }

  private List<UUID> inTheLog() {
    return memory.read(ACME, 0, 10_000).stream().map(AuditEntry::id).toList();
  }

  @Test
  void append_logThere_movesOnByItself() {
    SpooledAuditChain chain = open();
    List<UUID> expected = append(chain, 20);
    while (inTheLog().size() < 20) {
      Thread.onSpinWait();
    }
    assertThat(inTheLog()).isEqualTo(expected);
    assertThat(memory.bodies(ACME, expected))
        .hasSize(20)
        .extracting(EventBody::path)
        .containsOnly("/arguments");
    chain.close();
    assertThat(chain.damages()).isEmpty();
  }

  @Test
  void append_logAway_returnsAndEventsComeWhenItIsBack() {
    away = true;
    SpooledAuditChain chain = open();
    List<UUID> expected = append(chain, 5);
    assertThat(inTheLog()).isEmpty();
    assertThat(chain.waiting()).isEqualTo(5);
    assertThatExceptionOfType(HermesException.class).isThrownBy(chain::flush);

    away = false;
    chain.flush();

    assertThat(inTheLog()).isEqualTo(expected);
    assertThat(chain.waiting()).isZero();
    assertThat(chain.verify(ACME).intact()).isTrue();
    chain.close();
  }

  @Test
  void append_logAwayUntilTheProcessEnds_nextProcessGoesOn() {
    away = true;
    SpooledAuditChain first = open();
    List<UUID> expected = append(first, 5);
    first.close();
    assertThat(inTheLog()).isEmpty();

    away = false;
    SpooledAuditChain second = open();
    expected.addAll(append(second, 2));
    second.flush();

    assertThat(inTheLog()).isEqualTo(expected);
    assertThat(memory.bodies(ACME, expected)).hasSize(7);
    second.close();
  }

  @Test
  void append_byManyThreads_isThereOnceEach() throws Exception {
    SpooledAuditChain chain = open();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<UUID>>> parts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        parts.add(pool.submit(() -> append(chain, 100)));
      }
      List<UUID> expected = new ArrayList<>();
      for (Future<List<UUID>> part : parts) {
        expected.addAll(part.get());
      }
      chain.flush();
      assertThat(inTheLog()).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      pool.shutdownNow();
      chain.close();
    }
  }

  @Test
  void append_spoolFull_isSeenByTheCallerAndNothingIsDropped() {
    away = true;
    SpooledAuditChain chain = builder().octets(32L << 20).patience(Duration.ofMillis(20)).build();
    byte[] large = new byte[1 << 20];
    List<UUID> expected = new ArrayList<>();
    assertThatExceptionOfType(SpoolFullException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                PreparedEvent event =
                    chain.prepare(
                        AuditEvent.builder(ACME, "test", ids.next(), MutableClock.START)
                            .body("/large", "application/octet-stream", large)
                            .build());
                chain.append(event);
                expected.add(event.id());
              }
            })
        .withMessageContaining("33554432");
    assertThat(expected.size()).isBetween(15, 32);

    away = false;
    chain.flush();
    assertThat(inTheLog()).isEqualTo(expected);
    chain.close();
  }

  @Test
  void append_notWhatWasPrepared_isRefusedBeforeItIsOnTheDisk() {
    SpooledAuditChain chain = open();
    PreparedEvent good = event(chain);

    for (PreparedEvent bad :
        List.of(
            new PreparedEvent(ACME, ids.next(), good.octets()),
            new PreparedEvent(ACME, good.id(), new byte[] {1}))) {
      assertThatIllegalArgumentException().isThrownBy(() -> chain.append(bad));
    }
    assertThat(chain.waiting()).isZero();
    chain.close();
  }

  /** Somebody who can write the spool's files speaks as the chain; real events go on. */
  @Test
  void flush_eventThatNobodyPrepared_keepsNoOtherFromTheLog() {
    away = true;
    SpooledAuditChain chain = open();
    List<UUID> expected = append(chain, 2);
    UUID id = ids.next();
    String octets =
        "{\"event_id\":\"" + id + "\",\"ts_us\":1,\"type\":\"audit.key.rotated\",\"v\":1}";
    chain.append(new PreparedEvent(ACME, id, octets.getBytes(UTF_8)));
    expected.addAll(append(chain, 2));

    away = false;
    chain.flush();

    assertThat(inTheLog()).isEqualTo(expected);
    assertThat(chain.waiting()).isZero();
    chain.close();
  }

  @Test
  void append_manyAtOnce_keepsTheirOrder() {
    SpooledAuditChain chain = open();
    List<PreparedEvent> events = IntStream.range(0, 50).mapToObj(i -> event(chain)).toList();
    chain.append(events);
    chain.append(List.of());
    chain.flush();

    assertThat(inTheLog()).isEqualTo(events.stream().map(PreparedEvent::id).toList());
    chain.close();
  }
}
