// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.MemorySignerState;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.SignedAuditChainBuilder;
import io.hermesx.audit.SignerState;
import io.hermesx.audit.anchor.FileAnchor;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chain signs and the writer writes is what the verifier expects. */
class WrittenBundleTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final TenantId OTHER = TenantId.named("other");
  private static final List<TenantId> ALL = List.of(OTHER, ACME, SignedAuditChain.LOG_OF_LOGS);

  @TempDir Path folder;

  private final MemoryAuditLog log = new MemoryAuditLog();
  private final SignerState state = new MemorySignerState();
  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();

  private SignedAuditChainBuilder chain(int generation) {
    return SignedAuditChain.builder(log)
        .installation(ForgedBundle.INSTALLATION)
        .clock(clock)
        .ids(ids)
        .signers(ForgedBundle.KEYS.get(generation))
        .state(state)
        .anchor(FileAnchor.of(folder.resolve("anchors")), Duration.ZERO);
  }

  private void append(SignedAuditChain chain, TenantId tenant, int count) {
    List<PreparedEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          chain.prepare(
              AuditEvent.builder(tenant, "tool.call.executed", ids.next(), clock.instant())
                  .field("tool", "refund")
                  .build()));
    }
    chain.append(events);
  }

  private byte[] bundle() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(log, ForgedBundle.INSTALLATION, out).write(ALL);
    return out.toByteArray();
  }

  private VerificationReport verify() {
    return verify(bundle(), folder.resolve("anchors"));
  }

  private static VerificationReport verify(byte[] bundle, Path anchors) {
    return BundleVerifier.builder()
        .policy(ForgedBundle.POLICY)
        .anchors(anchors)
        .build()
        .verify(new ByteArrayInputStream(bundle));
  }

  @Test
  void signedChain_withARotationAndAnchors_isOk() {
    try (SignedAuditChain first = chain(0).build()) {
      append(first, ACME, 300);
      append(first, OTHER, 3);
      clock.advance(Duration.ofSeconds(10));
      first.checkpoint();
      append(first, ACME, 700);
      clock.advance(Duration.ofSeconds(10));
      first.checkpoint();
    }
    try (SignedAuditChain second = chain(1).retiring(ForgedBundle.KEYS.get(0)).build()) {
      append(second, ACME, 40);
      clock.advance(Duration.ofSeconds(10));
      second.checkpoint();
      append(second, OTHER, 4);
      clock.advance(Duration.ofSeconds(10));
      second.checkpoint();
    }

    VerificationReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.policy()).isEqualTo("ok");
    assertThat(report.integrity()).isEqualTo("ok");
    assertThat(report.totals().logs()).isEqualTo(3);
    assertThat(report.totals().events()).isGreaterThan(1_047);
    assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
  }

  @Test
  void events_behindTheLastCheckpoint_areATailThatIsNamed() {
    try (SignedAuditChain chain = chain(0).build()) {
      append(chain, ACME, 5);
      append(chain, OTHER, 1);
      clock.advance(Duration.ofSeconds(10));
      chain.checkpoint();
      append(chain, ACME, 2);

      VerificationReport report = verify();

      assertThat(report.totals().mostUnsigned()).isEqualTo(2);
      assertThat(report.totals().mostUnanchored()).isEqualTo(2);
      assertThat(report.completeness()).isEqualTo("incomplete");
      assertThat(report.withTail(2).completeness()).isEqualTo("ok");
    }
  }

  /** The recipe of the guide: the anchor file is copied first, and the log grows meanwhile. */
  @Test
  void bundle_ofALogThatGrowsBehindTheCopyOfTheAnchor_isOkWithATail() throws IOException {
    try (SignedAuditChain chain = chain(0).build()) {
      append(chain, ACME, 5);
      append(chain, OTHER, 1);
      clock.advance(Duration.ofSeconds(10));
      chain.checkpoint();
      Path copy = Files.copy(folder.resolve("anchors"), folder.resolve("copy"));
      append(chain, ACME, 7);
      clock.advance(Duration.ofSeconds(10));
      chain.checkpoint();
      append(chain, ACME, 2);
      byte[] bundle = bundle();
      append(chain, OTHER, 2);
      clock.advance(Duration.ofSeconds(10));
      chain.checkpoint();

      VerificationReport report = verify(bundle, copy);
      assertThat(report.findings()).isEmpty();
      assertThat(report.outcome()).isEqualTo(Outcome.INCOMPLETE);
      assertThat(report.withTail(1_000).outcome()).isEqualTo(Outcome.OK);

      // The other way round the anchor is ahead of what was exported.
      assertThat(verify(bundle, folder.resolve("anchors")).findings())
          .extracting(Finding::code)
          .contains("log-behind-anchor");
    }
  }

  /** A heartbeat at the size that both keys signed must not take their signatures away. */
  @Test
  void signedChain_restartedWithoutTheOldKeysAfterARotation_isOk() {
    try (SignedAuditChain first = chain(0).build()) {
      append(first, ACME, 3);
      append(first, OTHER, 3);
    }
    try (SignedAuditChain second = chain(1).retiring(ForgedBundle.KEYS.get(0)).build()) {
      second.checkpoint();
    }
    clock.advance(Duration.ofMinutes(5));
    try (SignedAuditChain third = chain(1).build()) {
      third.checkpoint();
      clock.advance(Duration.ofMinutes(5));
      third.checkpoint();
      append(third, ACME, 3);
    }

    VerificationReport report = verify();

    assertThat(report.findings()).isEmpty();
    assertThat(report.outcome()).as(ReportText.of(report)).isEqualTo(Outcome.OK);
  }

  /**
   * The log was begun with a key of the first generation: nobody else signs it without a rotation.
   * A chain does so only where the signer's memory is lost with the keys.
   */
  @Test
  void signedChain_newKeysWithoutARotation_areFound() {
    try (SignedAuditChain first = chain(0).build()) {
      append(first, ACME, 3);
      append(first, OTHER, 3);
    }
    try (SignedAuditChain second = chain(1).state(new MemorySignerState()).build()) {
      append(second, ACME, 3);
    }

    VerificationReport report = verify();

    assertThat(report.findings())
        .extracting(Finding::code)
        .isNotEmpty()
        .containsOnly("rotation-not-recorded");
    assertThat(report.policy()).isNotEqualTo("ok");
  }
}
