// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.ConsistencyProofs;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.audit.proof.ConsistencyProof;
import io.hermesx.audit.proof.MerkleProver;
import io.hermesx.audit.proof.TreeHashes;
import io.hermesx.core.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A log of fewer than 256 events that is signed and grows. */
final class GrowingLog {

  static final String ORIGIN = "audit.example.com/prod/log-of-logs";
  static final SigningKey KEY =
      SigningKey.generate("audit.example.com/prod", SignatureType.ED25519, new Random(6));

  private final String history;
  private final List<Sha256> leaves = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  /** One of several histories, of this many events. */
  GrowingLog(String history, int size) {
    this.history = history;
    grow(size);
  }

  GrowingLog grow(int events) {
    for (int i = 0; i < events; i++) {
      leaves.add(Sha256.raw((history + leaves.size()).getBytes(UTF_8)));
    }
    return this;
  }

  int size() {
    return leaves.size();
  }

  private MerkleProver prover() {
    return new MerkleProver(
        new TreeHashes() {
          @Override
          public List<Sha256> leaves(long from, int count) {
            return leaves.subList((int) from, (int) from + count);
          }

          @Override
          public List<Sha256> nodes(int level, long from, int count) {
            throw new AssertionError("there are none");
          }
        });
  }

  Checkpoint checkpoint(int size) {
    return new Checkpoint(ORIGIN, size, prover().root(size));
  }

  byte[] note() {
    return note(leaves.size());
  }

  byte[] note(int size) {
    return note(checkpoint(size), KEY);
  }

  static byte[] note(Checkpoint checkpoint, SigningKey key) {
    return SignedCheckpoint.sign(checkpoint, Instant.ofEpochSecond(1_800_000_000), List.of(key))
        .format()
        .getBytes(UTF_8);
  }

  ConsistencyProofs proofs() {
    return this::between;
  }

  private ConsistencyProof between(long from, long to) {
    asked.add(from + "-" + to);
    return prover().consistency(from, to);
  }

  /** What proofs were asked for. */
  List<String> asked() {
    return asked;
  }
}
