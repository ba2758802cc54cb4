// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** How a signature of each type is made for a checkpoint and verified. */
final class CheckpointSignature {

  private CheckpointSignature() {}

  /** Has a checkpoint signed, and refuses what the signer's own key does not verify. */
  static NoteSignature by(CheckpointSigner signer, Checkpoint checkpoint, long seconds) {
    VerifierKey key = signer.key();
    byte[] message = message(key, checkpoint, seconds);
    byte[] signature = signer.sign(message);
    if (!key.verifies(message, signature)) {
      throw new SignerException(
          "the signer of "
              + key
              + " returned a signature that its own key does not verify; check that it signs the"
              + " message as it is with the private key of that verifier key");
    }
    byte[] octets =
        switch (key.type()) {
          case ED25519 -> signature;
          case ML_DSA_44 ->
              ByteBuffer.allocate(Long.BYTES + signature.length)
                  .putLong(seconds)
                  .put(signature)
                  .array();
        };
    return new NoteSignature(key.name(), key.id(), octets);
  }

  /** Verifies a signature that claims to be by the key; empty if it is not. */
  static Optional<VerifiedSignature> verified(
      VerifierKey key, Checkpoint checkpoint, NoteSignature signature) {
    byte[] octets = signature.signature();
    return switch (key.type()) {
      case ED25519 -> verified(key, message(key, checkpoint, 0), octets, Optional.empty());
      case ML_DSA_44 -> {
        if (octets.length < Long.BYTES) {
          yield Optional.empty();
        }
        long seconds = ByteBuffer.wrap(octets).getLong();
        if (seconds < 0 || seconds > CosignedMessage.LATEST) {
          yield Optional.empty();
        }
        yield verified(
            key,
            message(key, checkpoint, seconds),
            Arrays.copyOfRange(octets, Long.BYTES, octets.length),
            seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds)));
      }
    };
  }

  private static Optional<VerifiedSignature> verified(
      VerifierKey key, byte[] message, byte[] signature, Optional<Instant> time) {
    return key.verifies(message, signature)
        ? Optional.of(new VerifiedSignature(key, time))
        : Optional.empty();
  }

  private static byte[] message(VerifierKey key, Checkpoint checkpoint, long seconds) {
    return switch (key.type()) {
      case ED25519 -> checkpoint.text().getBytes(StandardCharsets.UTF_8);
      case ML_DSA_44 -> CosignedMessage.of(key.name(), seconds, checkpoint);
    };
  }
}
