// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditCheckpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A bundle with what lies outside it: the keys, the anchor file, the policy. An attacker has the
 * logs; the rest is not theirs.
 */
final class ForgedBundle {

  static final String INSTALLATION = "audit.example.com/prod";

  /** Three generations; the policy trusts the first two, the third is of an attacker. */
  static final List<List<SigningKey>> KEYS =
      IntStream.range(0, 3).mapToObj(ForgedBundle::keys).toList();

  static final TrustPolicy POLICY = new TrustPolicy(List.of(generation(0), generation(1)));

  String installation = INSTALLATION;
  final List<ForgedLog> logs = new ArrayList<>();
  final List<Checkpoint> anchored = new ArrayList<>();
  final List<Checkpoint> since = new ArrayList<>();
  UnaryOperator<String> anchorFile = UnaryOperator.identity();
  UnaryOperator<byte[]> octets = UnaryOperator.identity();

  private static List<SigningKey> keys(int generation) {
    Random random = new Random(generation);
    return List.of(
        SigningKey.generate(INSTALLATION, SignatureType.ED25519, random),
        SigningKey.generate(INSTALLATION, SignatureType.ML_DSA_44, random));
  }

  static KeyGeneration generation(int number) {
    return KeyGeneration.of(KEYS.get(number).stream().map(SigningKey::key).toList());
  }

  static AuditCheckpoint sign(Checkpoint checkpoint, int... generations) {
    List<SigningKey> signers = new ArrayList<>();
    for (int generation : generations) {
      signers.addAll(KEYS.get(generation));
    }
    String note =
        SignedCheckpoint.sign(checkpoint, Instant.ofEpochSecond(1_795_176_000L), signers).format();
    return new AuditCheckpoint(
        checkpoint.size(), note.getBytes(UTF_8), AuditCheckpoint.Keep.ALWAYS);
  }

  ForgedLog logOfLogs() {
    return logs.get(0);
  }

  byte[] toOctets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BundleLines lines = new BundleLines(out);
    try {
      lines.bundle(installation);
      for (ForgedLog log : logs) {
        log.write(lines);
      }
      lines.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.apply(out.toByteArray());
  }

  /** The anchor file as the anchor wrote it, each character an octet. */
  String anchorText() {
    StringBuilder text = new StringBuilder();
    byte[] hash = Sha256.of("hermesx/audit/anchor/v1").octets();
    for (int i = 0; i < anchored.size(); i++) {
      Checkpoint said = anchored.get(i);
      String line =
          i + " " + said.origin() + " " + said.size() + " " + base64(said.root().octets());
      hash = Sha256.of("hermesx/audit/anchor/v1", hash, line.getBytes(US_ASCII)).octets();
      text.append(line).append(' ').append(base64(hash)).append('\n');
    }
    return anchorFile.apply(text.toString());
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
