// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.audit.note.VerifierKey;
import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys that sign now, and those that signed before where keys are being rotated.
 *
 * @param current who signs
 * @param retiring who signed before; they sign once more, together with the current ones. Empty
 *     where no keys are rotated
 */
record SigningKeys(List<CheckpointSigner> current, List<CheckpointSigner> retiring) {

  private static final String CHANGE = "hermesx/audit/keys-change/v1";

  /**
   * Checks the keys.
   *
   * @throws IllegalArgumentException if the current ones, or the retiring ones where there are any,
   *     are no generation of keys, or one of them is a current one too
   */
  SigningKeys {
    current = List.copyOf(current);
    retiring = List.copyOf(retiring);
    KeyGeneration now = generation(current);
    if (!retiring.isEmpty()) {
      requireOthers(now.keys(), generation(retiring).keys());
    }
  }

  /** A log whose keys change to themselves would hand over in every round. */
  private static void requireOthers(List<VerifierKey> current, List<VerifierKey> retiring) {
    List<VerifierKey> both =
        retiring.stream()
            .filter(old -> current.stream().anyMatch(key -> isSame(old, key)))
            .toList();
    if (!both.isEmpty()) {
      throw new IllegalArgumentException(
          "signers and retiring both have "
              + both
              + ", by the octets of the key or by name and id; take it out of retiring if it goes"
              + " on signing, or make a new key of each type for signers");
    }
  }

  private static boolean isSame(VerifierKey one, VerifierKey other) {
    return Arrays.equals(one.publicKey(), other.publicKey())
        || one.toString().equals(other.toString());
  }

  /** The key that a new log begins with, as its text. */
  String genesisKey() {
    return generation(current).keys().get(0).format();
  }

  /** The keys that logs of this installation may have begun with; empty stands for none. */
  List<String> genesisKeys() {
    Stream<String> keys = Stream.of(genesisKey());
    if (!retiring.isEmpty()) {
      keys = Stream.concat(keys, Stream.of(generation(retiring).keys().get(0).format()));
    }
    return Stream.concat(keys, Stream.of("")).toList();
  }

  /** What the keys are called, by name and id. */
  List<String> names() {
    return Stream.concat(retiring.stream(), current.stream())
        .map(signer -> signer.key().toString())
        .toList();
  }

  boolean rotates() {
    return !retiring.isEmpty();
  }

  Sha256 currentDigest() {
    return generation(current).digest();
  }

  Sha256 retiringDigest() {
    return generation(retiring).digest();
  }

  /** Stands for the old and the new keys together, while one follows the other. */
  Sha256 changeDigest() {
    return Sha256.of(CHANGE, retiringDigest().octets(), currentDigest().octets());
  }

  /** Whoever signs where the keys change. */
  List<CheckpointSigner> both() {
    return Stream.concat(retiring.stream(), current.stream()).toList();
  }

  /** Whether all the current keys signed a checkpoint. */
  boolean signed(SignedCheckpoint checkpoint) {
    KeyGeneration generation = generation(current);
    return checkpoint.check(generation.keys()).faults().isEmpty()
        && generation.missing(checkpoint.check(generation.keys())).isEmpty();
  }

  private static KeyGeneration generation(List<CheckpointSigner> signers) {
    Set<SignatureType> types =
        signers.stream().map(signer -> signer.key().type()).collect(Collectors.toSet());
    return new KeyGeneration(signers.stream().map(CheckpointSigner::key).toList(), types);
  }
}
