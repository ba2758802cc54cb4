// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.note;

/**
 * A private key that signs checkpoints, wherever it is kept: a host implements it for its key
 * management service or hardware module, {@link SigningKey} is one in memory.
 *
 * <p>Implementations are thread-safe and may block for as long as their service takes. They sign
 * what they are given: that a log never signs two histories is the matter of the signer state, not
 * of the key. What comes back is verified before anybody sees it.
 */
public interface CheckpointSigner {

  /** The public half of the key; the same for as long as the signer is used. */
  VerifierKey key();

  /**
   * Signs octets.
   *
   * @param message what is signed, complete: nothing is put before it or behind it, and it is not
   *     hashed first; a few hundred octets
   * @return the signature of the key's algorithm over the message: 64 octets of Ed25519 (pure, RFC
   *     8032), or 2,420 of ML-DSA-44 (pure, FIPS 204) with an empty context
   * @throws SignerException if the key cannot be reached or does not sign; nothing was signed then,
   *     as far as the caller is concerned, and calling again is safe
   */
  byte[] sign(byte[] message);
}
