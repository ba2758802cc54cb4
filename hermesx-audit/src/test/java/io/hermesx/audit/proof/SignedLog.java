// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.note.TrustPolicy;
import io.hermesx.core.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A log in memory with keys of its own, which signs its checkpoints. */
final class SignedLog {

  private final String origin;
  private final List<SigningKey> keys;
  private final List<byte[]> entries = new ArrayList<>();
  private final List<Sha256> leaves = new ArrayList<>();

  SignedLog(String origin, int size) {
    this.origin = origin;
    Random random = new Random(origin.hashCode());
    this.keys =
        List.of(
            SigningKey.generate(origin, SignatureType.ED25519, random),
            SigningKey.generate(origin, SignatureType.ML_DSA_44, random));
    for (int i = 0; i < size; i++) {
      byte[] entry = ("entry " + i + " of " + origin).getBytes(UTF_8);
      entries.add(entry);
      leaves.add(Sha256.raw(new byte[] {0}, entry));
    }
  }

  String origin() {
    return origin;
  }

  byte[] entry(int index) {
    return entries.get(index);
  }

  List<byte[]> read(long from, int count) {
    return entries.subList((int) from, Math.min((int) from + count, entries.size()));
  }

  void replace(int index, byte[] entry) {
    entries.set(index, entry);
    leaves.set(index, Sha256.raw(new byte[] {0}, entry));
  }

  List<Sha256> leaves() {
    return leaves;
  }

  ListedHashes hashes() {
    return new ListedHashes(leaves);
  }

  List<SigningKey> keys() {
    return keys;
  }

  TrustPolicy trust() {
    return new TrustPolicy(List.of(KeyGeneration.of(keys.stream().map(SigningKey::key).toList())));
  }

  SignedCheckpoint checkpoint(int size) {
    return sign(new Checkpoint(origin, size, NaiveProofs.root(leaves.subList(0, size))));
  }

  SignedCheckpoint sign(Checkpoint checkpoint) {
    return SignedCheckpoint.sign(checkpoint, Instant.ofEpochSecond(1_800_000_000), keys);
  }
}
