// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.verifier.Outcome;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.secret.DerivedDataKeys;
import io.hermesx.core.secret.MasterKey;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.testkit.TestIds;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * A host that tries again prepares its event anew, with other nonces and so other ciphertexts, and
 * stages or appends it, whatever became of it before. No header ever names the payload of another
 * preparation.
 */
class PreparedAgainProperties {

  private static final int EVENTS = 3;
  private static final byte[] MASTER = "a master key of thirty-two octet".getBytes(UTF_8);

  @Property(tries = 60)
  void eventsThatComeAgainPreparedAnew_verify(
      @ForAll @Size(min = 1, max = 12)
          List<@IntRange(min = 0, max = 3 * EVENTS - 1) Integer> steps) {
    MemoryAuditLog log = new MemoryAuditLog();
    History history = new History(log, Path.of("no anchor file"));
    TestIds ids = TestIds.create();
    List<UUID> events = Stream.generate(ids::next).limit(EVENTS).toList();
    try (SignedAuditChain chain =
        history
            .processWithoutAnchor(log, 0)
            .bodies(DerivedDataKeys.of(MasterKey.of(1, MASTER)), new Random(7))
            .build()) {
      history.append(chain, History.ACME); // a log without an event proves nothing
      for (int step : steps) {
        PreparedEvent again = prepare(history, chain, events.get(step % EVENTS));
        switch (step / EVENTS) {
          case 0 -> log.stage(History.ACME, List.of(again));
          case 1 -> chain.append(again);
          default -> chain.sequence();
        }
      }
    }

    VerificationReport report = history.verify(0);
    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).isNotEqualTo(Outcome.TAMPERED);
    assertThat(report.payload()).isEqualTo("ok");
  }

  private static PreparedEvent prepare(History history, SignedAuditChain chain, UUID id) {
    return chain.prepare(
        AuditEvent.builder(History.ACME, "test", id, history.clock().instant())
            .body("/a", "text/plain", "payload".getBytes(UTF_8))
            .body("/b", "text/plain", "more".getBytes(UTF_8))
            .build());
  }
}
