// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.MemorySignerState;
import io.hermesx.audit.SignedAuditChain;
import io.hermesx.audit.anchor.FileAnchor;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.audit.verifier.BundleVerifier;
import io.hermesx.audit.verifier.BundleWriter;
import io.hermesx.audit.verifier.VerificationReport;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import io.hermesx.core.audit.AuditEvent;
import io.hermesx.core.audit.AuditLog;
import io.hermesx.core.audit.CheckpointLog;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.secret.DerivedDataKeys;
import io.hermesx.core.secret.MasterKey;
import io.hermesx.core.tenant.TenantId;
import io.hermesx.core.testkit.MutableClock;
import io.hermesx.core.testkit.TestIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logs with everything that a log can have, the same octets whenever and wherever they are written:
 * two tenants, one with a subtree that is complete, bodies with all characters a path may have,
 * checkpoints, receipts, the log of logs.
 */
final class SignedLogs {

  static final String INSTALLATION = "audit.example.com/prod";
  static final TenantId ACME = TenantId.named("acme");
  static final TenantId OTHER = TenantId.named("other");
  static final List<TenantId> ALL = List.of(SignedAuditChain.LOG_OF_LOGS, ACME, OTHER);

  private static final int EVENTS = 300;
  private static final byte[] MASTER =
      "a master key of thirty-two octets".substring(1).getBytes(UTF_8);
  private static final List<SigningKey> KEYS =
      List.of(
          SigningKey.generate(INSTALLATION, SignatureType.ED25519, new Random(1)),
          SigningKey.generate(INSTALLATION, SignatureType.ML_DSA_44, new Random(2)));

  private SignedLogs() {}

  /** Writes them. */
  static void write(AuditLog log, Path anchors) {
    MutableClock clock = MutableClock.create();
    TestIds ids = TestIds.create();
    try (SignedAuditChain chain =
        SignedAuditChain.builder(log)
            .installation(INSTALLATION)
            .clock(clock)
            .ids(ids)
            .signers(KEYS)
            .state(new MemorySignerState())
            .bodies(DerivedDataKeys.of(MasterKey.of(1, MASTER)), new Random(3))
            .anchor(FileAnchor.of(anchors), Duration.ZERO)
            .build()) {
      for (TenantId tenant : List.of(ACME, OTHER, ACME)) {
        List<PreparedEvent> events = new ArrayList<>();
        for (int i = 0; i < (tenant.equals(ACME) ? EVENTS : 2); i++) {
          clock.advance(Duration.ofNanos(1_000));
          AuditEvent.Builder event =
              AuditEvent.builder(tenant, "tool.call.executed", ids.next(), clock.instant());
          if (i % 7 == 1) {
            byte[] payload = ("\u0000payload " + i).getBytes(UTF_8);
            event.body("/z\\\"'$1,{}", "text/plain", payload).body("/A~b", "text/plain", payload);
          }
          events.add(chain.prepare(event.build()));
        }
        chain.append(events);
        clock.advance(Duration.ofSeconds(10));
        chain.checkpoint();
        anchorAgain(log.checkpoints());
      }
    }
  }

  /** What another anchor gives for a log that does not grow, in no order but that of its age. */
  private static void anchorAgain(CheckpointLog checkpoints) {
    AuditCheckpoint last = checkpoints.latest(SignedAuditChain.LOG_OF_LOGS).orElseThrow();
    for (byte receipt : new byte[] {9, 2, 5}) {
      AuditAnchor again = new AuditAnchor(last.size(), "another", new byte[] {receipt});
      checkpoints.anchored(SignedAuditChain.LOG_OF_LOGS, again, last.note());
    }
  }

  /** The bundle that the writer makes of them. */
  static String bundle(AuditLog log, List<TenantId> tenants) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(log, INSTALLATION, out).write(tenants);
    return out.toString(UTF_8);
  }

  static VerificationReport verify(String bundle, Path anchors) {
    return BundleVerifier.builder()
        .policy(
            new TrustPolicy(List.of(KeyGeneration.of(KEYS.stream().map(SigningKey::key).toList()))))
        .anchors(anchors)
        .build()
        .verify(new ByteArrayInputStream(bundle.getBytes(UTF_8)));
  }
}
