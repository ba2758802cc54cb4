// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import io.hermesx.audit.note.CheckpointSigner;
import io.hermesx.audit.note.KeyGeneration;
import io.hermesx.audit.note.SignatureType;
import io.hermesx.audit.note.SigningKey;
import java.util.List;
import java.util.Random;

/** A pair of keys that is the same each time. */
record TestKeys(SigningKey ed25519, SigningKey mlDsa44) {

  /**
   * @param number tells pairs apart
   */
  static TestKeys of(long number) {
    Random random = new Random(number);
    String name = "audit.example.com/keys-" + number;
    return new TestKeys(
        SigningKey.generate(name, SignatureType.ED25519, random),
        SigningKey.generate(name, SignatureType.ML_DSA_44, random));
  }

  List<CheckpointSigner> signers() {
    return List.of(ed25519, mlDsa44);
  }

  KeyGeneration generation() {
    return KeyGeneration.of(List.of(ed25519.key(), mlDsa44.key()));
  }
}
