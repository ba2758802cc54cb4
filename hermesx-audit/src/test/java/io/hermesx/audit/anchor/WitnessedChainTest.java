// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.AuditStatus.AnchorStatus;
import io.hermesx.audit.MemorySignerState;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.SignedAuditChainBuilder;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.VerifierKey;
import io.hermesx.audit.note.WitnessPolicy;
import io.hermesx.audit.note.WitnessSigner;
import io.hermesx.audit.verifier.BundleVerifier;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.audit.verifier.Finding;
import io.hermesx.audit.verifier.Outcome;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From the chain by way of two witnesses to the verifier, and nothing else is an anchor. */
class WitnessedChainTest {

  private static final TenantId ACME = TenantId.named("acme");
  private static final String INSTALLATION = "audit.example.com/prod";
  private static final List<SigningKey> KEYS =
      List.of(
          SigningKey.generate(INSTALLATION, SignatureType.ED25519, new Random(1)),
          SigningKey.generate(INSTALLATION, SignatureType.ML_DSA_44, new Random(2)));
  private static final List<VerifierKey> PUBLIC = KEYS.stream().map(SigningKey::key).toList();
  private static final WitnessSigner ONE = WitnessSigner.ed25519("witness.example/one", 41);
  private static final WitnessSigner TWO = WitnessSigner.mlDsa44("witness.example/two", 42);

  private final MemoryAuditLog log = new MemoryAuditLog();
  private final MemorySignerState state = new MemorySignerState();
  private final MutableClock clock = MutableClock.create();
  private final TestIds ids = TestIds.create();

  private static TestWitness witness(WitnessSigner signer) {
    String origin = INSTALLATION + "/" + SignedAuditChain.LOG_OF_LOGS;
    return new TestWitness(Map.of(origin, PUBLIC), signer);
  }

  private static String line(String label, WitnessSigner signer, TimestampAuthority server) {
    return "witness " + label + " " + signer.vkey() + " " + server.address().resolve("/w") + "\n";
  }

  private SignedAuditChain chain(WitnessPolicy policy) {
    SignedAuditChainBuilder chain =
        SignedAuditChain.builder(log)
            .installation(INSTALLATION)
            .clock(clock)
            .ids(ids)
            .signers(KEYS)
            .state(state);
    for (WitnessPolicy.Witness witness : policy.witnesses()) {
      chain.anchor(
          WitnessAnchor.builder(URI.create(witness.address().orElseThrow()), List.of(witness.key()))
              .name(witness.label())
              .build(),
          Duration.ZERO);
    }
    return chain.build();
  }

  private void round(SignedAuditChain chain, int events) {
    for (int i = 0; i < events; i++) {
      chain.append(
          chain.prepare(
              AuditEvent.builder(ACME, "tool.call.executed", ids.next(), clock.instant())
                  .field("tool", "refund")
                  .build()));
    }
    clock.advance(Duration.ofSeconds(10));
    chain.checkpoint();
  }

  private VerificationReport verify(WitnessPolicy policy) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(log, INSTALLATION, out).write(List.of(ACME, SignedAuditChain.LOG_OF_LOGS));
    return BundleVerifier.builder()
        .policy(new TrustPolicy(List.of(KeyGeneration.of(PUBLIC))))
        .witnesses(policy)
        .build()
        .verify(new ByteArrayInputStream(out.toByteArray()));
  }

  private static List<String> failures(SignedAuditChain chain) {
    return chain.status().anchors().stream()
        .flatMap((AnchorStatus status) -> status.failure().stream())
        .toList();
  }

  @Test
  void twoWitnesses_ofAChainThatIsStartedAgain_anchorEverything() throws Exception {
    TestWitness one = witness(ONE);
    TestWitness two = witness(TWO);
    try (TimestampAuthority first = TimestampAuthority.run(one);
        TimestampAuthority second = TimestampAuthority.run(two)) {
      WitnessPolicy policy =
          WitnessPolicy.parse(
              line("one", ONE, first)
                  + line("two", TWO, second)
                  + "group both all one two\nquorum both\n");
      for (int start = 0; start < 2; start++) {
        try (SignedAuditChain chain = chain(policy)) {
          round(chain, 3);
          round(chain, 2);
          round(chain, 1);
          assertThat(failures(chain)).isEmpty();
        }
        VerificationReport report = verify(policy);
        assertThat(report.findings()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.OK);
      }
    }
    for (TestWitness witness : List.of(one, two)) {
      assertThat(witness.statuses()).containsExactly(200, 200, 200, 409, 200, 200, 200);
    }
  }

  /** Nothing happens for a day, and its stamp is an hour old at most. */
  @Test
  void witness_ofARecordThatIsQuiet_stampsItAgainAndTheNewestCounts() throws Exception {
    TestWitness one = witness(ONE);
    try (TimestampAuthority server = TimestampAuthority.run(one)) {
      WitnessPolicy policy = WitnessPolicy.parse(line("one", ONE, server) + "quorum one\n");
      SignedAuditChain chain = chain(policy);
      round(chain, 2);
      for (int minute = 0; minute < 24 * 60; minute++) {
        clock.advance(Duration.ofMinutes(1));
        one.advance(Duration.ofMinutes(1));
        chain.checkpoint();
      }

      assertThat(failures(chain)).isEmpty();
      assertThat(one.statuses()).hasSize(25).containsOnly(200);
      VerificationReport report = verify(policy);
      assertThat(report.findings()).isEmpty();
      assertThat(report.logs().get(0).stampedAt())
          .contains(Instant.ofEpochSecond(TestWitness.TIME).plus(Duration.ofDays(1)));
    }
  }

  /** An outage leaves the log unanchored, says why, and is over when the witness is back. */
  @Test
  void oneOfTwoWitnesses_awayForARound_isNamedAndMadeGood() throws Exception {
    TestWitness one = witness(ONE);
    TestWitness two = witness(TWO);
    boolean[] away = {false};
    TimestampAuthority.Desk sometimes =
        (exchange, request) -> {
          if (away[0]) {
            TestWitness.Reply.status(503).send(exchange);
          } else {
            two.answer(exchange, request);
          }
        };
    try (TimestampAuthority first = TimestampAuthority.run(one);
        TimestampAuthority second = TimestampAuthority.run(sometimes)) {
      WitnessPolicy policy =
          WitnessPolicy.parse(
              line("one", ONE, first)
                  + line("two", TWO, second)
                  + "group both 2 one two\nquorum both\n");
      try (SignedAuditChain chain = chain(policy)) {
        round(chain, 2);
        away[0] = true;
        round(chain, 2);

        assertThat(failures(chain)).singleElement().asString().contains("HTTP status 503");
        VerificationReport meanwhile = verify(policy);
        assertThat(meanwhile.findings())
            .extracting(Finding::code)
            .containsExactly("witness-quorum-missing");
        assertThat(meanwhile.outcome()).isEqualTo(Outcome.INCOMPLETE);

        away[0] = false;
        round(chain, 2);
        assertThat(failures(chain)).isEmpty();
        assertThat(verify(policy).findings()).isEmpty();
        assertThat(verify(policy).outcome()).isEqualTo(Outcome.OK);
      }
    }
  }
}
