// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.WitnessPolicy;
import io.hermesx.audit.note.WitnessSigner;
import io.hermesx.core.audit.AuditAnchor;
import io.hermesx.core.audit.AuditCheckpoint;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A legal history whose log of logs has cosignatures of three witnesses at its end, of which two
 * are wanted, and no other anchor.
 */
final class WitnessedBundle {

  static final long TIME = 1_795_176_000L;

  static final List<WitnessSigner> WITNESSES =
      IntStream.range(0, 3)
          .mapToObj(i -> WitnessSigner.ed25519("witness.example.com/w" + i, 100 + i))
          .toList();

  static final WitnessSigner MIXED = WitnessSigner.mlDsa44("witness.example.com/w3", 103);

  static final String POLICY = twoOf(WITNESSES);

  final ForgedBundle bundle;
  final ForgedLog log;

  WitnessedBundle(long seed) {
    bundle = LegalBundle.of(seed);
    bundle.anchored.clear();
    log = bundle.logOfLogs();
    log.anchors.clear();
  }

  static String twoOf(List<WitnessSigner> witnesses) {
    StringBuilder text = new StringBuilder();
    StringBuilder group = new StringBuilder("group enough 2");
    for (int i = 0; i < witnesses.size(); i++) {
      text.append("witness w").append(i).append(' ').append(witnesses.get(i).vkey()).append('\n');
      group.append(" w").append(i);
    }
    return text.append(group).append("\nquorum enough\n").toString();
  }

  /** The last checkpoint of the log of logs. */
  Checkpoint last() {
    return checkpoint(0);
  }

  /** The one so many before the last. */
  Checkpoint checkpoint(int before) {
    AuditCheckpoint row = log.checkpoints.get(log.checkpoints.size() - 1 - before);
    return SignedCheckpoint.parse(row.note()).checkpoint();
  }

  String line(int witness) {
    return WITNESSES.get(witness).cosign(last(), TIME);
  }

  /** Keeps what a witness, or an attacker, gave for the last checkpoint. */
  WitnessedBundle receipt(String lines) {
    return receipt(last().size(), lines);
  }

  WitnessedBundle receipt(long size, String lines) {
    String name = "witness-" + log.anchors.size();
    log.anchors.add(new AuditAnchor(size, name, lines.getBytes(UTF_8)));
    return this;
  }

  VerificationReport verify(String policy) {
    return verifier(policy)
        .policy(ForgedBundle.POLICY)
        .build()
        .verify(new ByteArrayInputStream(bundle.toOctets()));
  }

  BundleVerifier.Builder verifier(String policy) {
    BundleVerifier.Builder verifier =
        BundleVerifier.builder().witnesses(WitnessPolicy.parse(policy)).threads(2);
    bundle.since.forEach(verifier::since);
    return verifier;
  }

  static Set<String> codes(VerificationReport report) {
    return report.findings().stream()
        .map(Finding::code)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
