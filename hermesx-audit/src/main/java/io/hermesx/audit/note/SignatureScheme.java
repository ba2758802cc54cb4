// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

/** A signature algorithm on octets, as Bouncy Castle's lightweight API has it. Thread-safe. */
interface SignatureScheme {

  /** The length of a private key's seed in octets, the same for both algorithms. */
  int SEED_LENGTH = 32;

  /** Returns the algorithm of a type of signatures. */
  static SignatureScheme of(SignatureType type) {
    return switch (type) {
      case ED25519 -> new Ed25519Scheme();
      case ML_DSA_44 -> new MlDsa44Scheme();
    };
  }

  /** Whether the octets are a public key that a private key can belong to. */
  boolean isPublicKey(byte[] key);

  /** Returns the public key of a seed. */
  byte[] publicKey(byte[] seed);

  /** Signs; the same seed and message give the same signature, no randomness is drawn. */
  byte[] sign(byte[] seed, byte[] message);

  /**
   * Whether the signature is that of the message.
   *
   * @param key a public key, see {@link #isPublicKey}
   */
  boolean verify(byte[] key, byte[] message, byte[] signature);
}
