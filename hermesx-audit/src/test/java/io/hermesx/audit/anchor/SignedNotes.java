// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.audit.ConsistencyProofs;
import io.hermesx.audit.note.Checkpoint;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.SigningKey;
import io.hermesx.core.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Checkpoints of a made-up log, signed with Ed25519. */
final class SignedNotes {

  static final String ORIGIN = "audit.example.com/prod/one";

  private static final SigningKey KEY =
      SigningKey.generate(ORIGIN, SignatureType.ED25519, new Random(6));

  /** For anchors that need no proofs. */
  static final ConsistencyProofs NO_PROOFS =
      (from, to) -> {
        throw new AssertionError("a proof from " + from + " to " + to + " was asked for");
      };

  private SignedNotes() {}

  static Checkpoint checkpoint(long size) {
    return checkpoint(size, "a");
  }

  /** The checkpoint of a size in one of several histories. */
  static Checkpoint checkpoint(long size, String history) {
    return new Checkpoint(ORIGIN, size, Sha256.raw((history + size).getBytes(UTF_8)));
  }

  static byte[] note(long size) {
    return note(checkpoint(size));
  }

  static byte[] note(Checkpoint checkpoint) {
    return SignedCheckpoint.sign(checkpoint, Instant.ofEpochSecond(1_800_000_000), List.of(KEY))
        .format()
        .getBytes(UTF_8);
  }
}
