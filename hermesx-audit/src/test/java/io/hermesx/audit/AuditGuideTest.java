// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.audit.anchor.FileAnchor;
import io.hermesx.audit.anchor.WitnessAnchor;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.note.WitnessPolicy;
import io.hermesx.audit.note.WitnessSigner;
import io.hermesx.audit.proof.InclusionReceipt;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.AuditPage;
import io.hermesx.core.audit.AuditQuery;
import io.hermesx.core.store.memory.MemoryAuditLog;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/guides/audit.md. */
class AuditGuideTest {

  private static final TenantId ACME = TenantId.named("acme");

  @TempDir private Path safe;
  private final AuditLog log = new MemoryAuditLog();
  private final InstantSource clock = SystemSources.clock();
  private final IdSource ids = IdSource.secure(clock);

  @Test
  void fromZero_toAVerifiedReceipt() throws IOException {
    makeKeys();
    SignedAuditChain chain = chain();
    try (chain) {
      AuditEvent event =
          AuditEvent.builder(ACME, "tool.call.closed", ids.next(), clock.instant())
              .field("actor", "user:alice")
              .field("tool", "clock")
              .build();
      chain.append(chain.prepare(event));

      // snippet: receipt
      EventReceipt proven = chain.receipt(ACME, event.id()).orElseThrow();
      Files.write(safe.resolve("event.json"), proven.header());
      Files.write(safe.resolve("event.tlog-proof"), proven.receipt().octets());
      // end

      // snippet: verify
      TrustPolicy trust = TrustPolicy.read(safe.resolve("trust-policy.txt"));
      InclusionReceipt receipt =
          InclusionReceipt.parse(Files.readAllBytes(safe.resolve("event.tlog-proof")));
      byte[] header = Files.readAllBytes(safe.resolve("event.json"));
      String origin = "audit.example.com/prod/" + ACME;
      boolean isProven = receipt.verify(header, origin, trust).faults().isEmpty();
      // end
      assertThat(isProven).isTrue();

      // snippet: query
      AuditQuery query =
          AuditQuery.builder()
              .text("tool", "clock")
              .from(clock.instant().minus(Duration.ofHours(1)))
              .build();
      AuditPage page = query.read(log, ACME, 0, 100);
      // end
      assertThat(page.entries()).hasSize(1);
      assertThat(new String(header, UTF_8)).contains("user:alice");
    }
  }

  private void makeKeys() throws IOException {
    // snippet: keys
    SigningKey ed25519 =
        SigningKey.generate(
            "audit.example.com/prod", SignatureType.ED25519, SystemSources.random());
    SigningKey mlDsa44 =
        SigningKey.generate(
            "audit.example.com/prod", SignatureType.ML_DSA_44, SystemSources.random());
    Files.writeString(safe.resolve("ed25519.key"), ed25519.secretText());
    Files.writeString(safe.resolve("ml-dsa-44.key"), mlDsa44.secretText());
    TrustPolicy policy =
        new TrustPolicy(List.of(KeyGeneration.of(List.of(ed25519.key(), mlDsa44.key()))));
    Files.writeString(safe.resolve("trust-policy.txt"), policy.format());
    FileSignerState.create(safe.resolve("signer.state")).close();
    // end
  }

  private SignedAuditChain chain() {
    // snippet: chain
    SignedAuditChain chain =
        SignedAuditChain.builder(log)
            .installation("audit.example.com/prod")
            .clock(clock)
            .ids(ids)
            .signers(
                List.of(
                    SigningKey.read(safe.resolve("ed25519.key")),
                    SigningKey.read(safe.resolve("ml-dsa-44.key"))))
            .state(FileSignerState.open(safe.resolve("signer.state")))
            .anchor(FileAnchor.of(safe.resolve("anchor.log")), Duration.ZERO)
            .sequenceWithin(Duration.ofMillis(100))
            .checkpointEvery(Duration.ofSeconds(10))
            .build();
    // end
    return chain;
  }

  @Test
  void witnesses_ofAPolicy_areAnchorsOfAChain() throws IOException {
    makeKeys();
    WitnessSigner one = WitnessSigner.ed25519("witness.example.com/one", 1);
    WitnessSigner two = WitnessSigner.mlDsa44("witness.example.org/two", 2);
    Files.writeString(
        safe.resolve("witnesses.txt"),
        """
        witness one %s https://witness.example.com/one
        witness two %s https://witness.example.org/two
        group both all one two
        quorum both
        """
            .formatted(one.vkey(), two.vkey()));
    SignedAuditChainBuilder builder = SignedAuditChain.builder(log);

    // snippet: witnesses
    for (WitnessPolicy.Witness witness :
        WitnessPolicy.read(safe.resolve("witnesses.txt")).witnesses()) {
      URI prefix = URI.create(witness.address().orElseThrow());
      CheckpointAnchor anchor =
          WitnessAnchor.builder(prefix, List.of(witness.key())).name(witness.label()).build();
      builder.anchor(anchor, Duration.ofMinutes(1));
    }
    // end
    assertThat(builder.anchors()).hasSize(2);
  }
}
