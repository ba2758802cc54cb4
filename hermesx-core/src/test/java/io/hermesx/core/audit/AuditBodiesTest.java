// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesx.core.secret.DataKey;
import io.hermesx.core.secret.MemoryDataKeys;
import io.hermesx.core.secret.Opening;
import io.hermesx.core.secret.OpeningFault;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.ForwardingAuditLog;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Payload from the event to the log and back, and with others' hands in between. */
class AuditBodiesTest {

  private static final TenantId ACME = TenantId.named("acme");

  private final TestIds ids = TestIds.create();
  private final MemoryDataKeys keys = new MemoryDataKeys(new Random(1));
  private final MemoryAuditLog log = new MemoryAuditLog();
  private final UnsignedAuditChain chain =
      UnsignedAuditChain.builder(log)
          .installation("bodies")
          .clock(MutableClock.create())
          .ids(ids)
          .bodies(keys, new Random(2))
          .build();

  private AuditEvent.Builder event() {
    return AuditEvent.builder(ACME, "test", ids.next(), MutableClock.START);
  }

  private static byte[] octets(String text) {
    return text.getBytes(UTF_8);
  }

  private Map<String, Opening> open(AuditLog from, int seq) {
    AuditBodyCipher cipher = new AuditBodyCipher(keys, new Random(3));
    return new AuditBodies(from, cipher, "bodies").open(ACME, log.read(ACME, seq, 1).get(0));
  }

  private void appendTwo() {
    chain.append(
        List.of(
            chain.prepare(
                event()
                    .body("/arguments", "application/json", octets("{\"usd\":12}"))
                    .body("/result", "text/plain", octets("done"))
                    .build()),
            chain.prepare(event().body("/arguments", "text/plain", octets("other")).build())));
  }

  @Test
  void open_bodiesThatWereAppendedOrStaged_areWhatWasSealed() {
    appendTwo();
    log.stage(ACME, List.of(chain.prepare(event().body("/a", "text/plain", octets("x")).build())));
    chain.sequence();

    assertThat(open(log, 0))
        .containsExactly(
            Map.entry("/arguments", new Opening.Opened(octets("{\"usd\":12}"))),
            Map.entry("/result", new Opening.Opened(octets("done"))));
    assertThat(open(log, 2)).containsExactly(Map.entry("/a", new Opening.Opened(octets("x"))));
    assertThat(chain.verify(ACME).intact()).isTrue();
    String header = new String(log.read(ACME, 0, 1).get(0).header(), UTF_8);
    assertThat(header).doesNotContain("12", "done");
  }

  @Test
  void open_keyErased_saysSoAndTheLogVerifies() {
    appendTwo();
    DataKey key = keys.current(ACME);
    keys.forget(ACME, key.reference());

    assertThat(open(log, 0).values()).allMatch(Opening.KeyMissing.class::isInstance);
    assertThat(chain.verify(ACME).intact()).isTrue();
  }

  @Test
  void open_bodiesSwappedChangedOrGone_areRefused() {
    appendTwo();
    List<EventBody> real = log.bodies(ACME, List.of(log.read(ACME, 1, 1).get(0).id()));
    byte[] flipped = real.get(0).ciphertext().clone();
    flipped[flipped.length - 1] ^= 1;
    List<UnaryOperator<EventBody>> changes =
        List.of(
            body -> new EventBody(body.event(), body.path(), real.get(0).ciphertext()),
            body -> new EventBody(body.event(), body.path(), flipped),
            body -> new EventBody(body.event(), "/elsewhere", body.ciphertext()));
    for (UnaryOperator<EventBody> change : changes) {
      AuditLog tampered =
          new ForwardingAuditLog(log) {
            @Override
            public List<EventBody> bodies(TenantId tenant, Collection<UUID> events) {
              return super.bodies(tenant, events).stream().map(change).toList();
            }
          };

      assertThat(open(tampered, 0).values())
          .hasSize(2)
          .containsOnly(new Opening.Refused(OpeningFault.CIPHERTEXT_CHANGED));
    }
  }

  @Test
  void prepare_bodyThatCannotBeKept_isRefused() {
    UnsignedAuditChain without =
        UnsignedAuditChain.builder(log)
            .installation("bodies")
            .clock(MutableClock.create())
            .ids(ids)
            .build();
    AuditEvent one = event().body("/a", "text/plain", octets("x")).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> without.prepare(one))
        .withMessageContaining("bodies(...)");

    AuditEvent twice =
        event().body("/a", "text/plain", octets("x")).body("/a", "text/plain", octets("y")).build();
    assertThatIllegalArgumentException().isThrownBy(() -> chain.prepare(twice));
    AuditEvent.Builder many = event();
    for (int i = 0; i < 17; i++) {
      many.body("/" + i, "text/plain", octets("x"));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.prepare(many.build()))
        .withMessageContaining("17");
    assertThat(one.payloads().get(0).toString()).doesNotContain("x,");
  }
}
