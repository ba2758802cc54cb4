// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The cipher of the house: seals data with the current key of its tenant, and opens it. Format v1,
 * frozen (docs/reference/formats.md): AES-256-GCM with key and nonce of its own for each
 * ciphertext, derived with a random salt; padded, committed to its key and bound to its place.
 *
 * <p>AES-GCM alone commits to no key: whoever has two keys can make a ciphertext that opens to one
 * text under the first and to another under the second. The commitment, derived beside the key and
 * compared before anything is decrypted, leaves one key and so one text.
 *
 * <p>Thread-safe. Blocks only where {@link DataKeys} does.
 */
public final class DataCipher {

  private final DataKeys keys;
  private final RandomGenerator random;

  /**
   * Creates the cipher.
   *
   * @param random where salts come from; thread-safe, and never repeating, such as {@link
   *     io.hermesx.core.time.SystemSources#random}
   */
  public DataCipher(DataKeys keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * Seals a plaintext with the current key of the context's tenant. Sealing the same twice gives
   * two ciphertexts that have nothing in common but their length.
   *
   * @param plaintext 0 to 1,048,576 octets
   * @throws IllegalArgumentException if there are more
   * @throws io.hermesx.core.HermesException if the key cannot be had
   */
  public Ciphertext seal(CiphertextContext context, byte[] plaintext) {
    if (plaintext.length > Ciphertext.MOST_PLAINTEXT) {
      throw new IllegalArgumentException(
          "the plaintext has "
              + plaintext.length
              + " octets, allowed: 0 to "
              + Ciphertext.MOST_PLAINTEXT
              + "; seal it in parts, or a digest of it");
    }
    DataKey key = keys.current(context.tenant());
    byte[] salt = new byte[Ciphertext.SALT];
    random.nextBytes(salt);
    RecordKeys record = RecordKeys.derive(key, salt, context);
    byte[] octets =
        ByteBuffer.allocate(Ciphertext.length(plaintext.length))
            .put(Ciphertext.VERSION)
            .put(salt)
            .put(record.commitment())
            .put(record.cipher().encrypt(LengthBuckets.pad(plaintext)))
            .array();
    return new Ciphertext(key.reference(), octets);
  }

  /**
   * Opens a ciphertext, or says why not. Whatever the octets are, it throws nothing.
   *
   * @throws io.hermesx.core.HermesException only if {@link DataKeys} cannot be asked
   */
  public Opening open(CiphertextContext context, Ciphertext ciphertext) {
    Optional<OpeningFault> fault = ciphertext.fault();
    if (fault.isPresent()) {
      return new Opening.Refused(fault.get());
    }
    return keys.find(context.tenant(), ciphertext.keyReference())
        .map(key -> open(key, context, ciphertext))
        .orElseGet(() -> new Opening.KeyMissing(ciphertext.keyReference()));
  }

  private static Opening open(DataKey key, CiphertextContext context, Ciphertext ciphertext) {
    byte[] octets = ciphertext.octets();
    RecordKeys record = RecordKeys.derive(key, ciphertext.salt(), context);
    byte[] commitment = Arrays.copyOfRange(octets, 1 + Ciphertext.SALT, Ciphertext.SEALED_AT);
    if (!MessageDigest.isEqual(commitment, record.commitment())) {
      return new Opening.Refused(OpeningFault.COMMITMENT_MISMATCH);
    }
    Optional<byte[]> padded = record.cipher().decrypt(octets, Ciphertext.SEALED_AT);
    if (padded.isEmpty()) {
      return new Opening.Refused(OpeningFault.NOT_AUTHENTIC);
    }
    return LengthBuckets.unpad(padded.get())
        .<Opening>map(Opening.Opened::new)
        .orElseGet(() -> new Opening.Refused(OpeningFault.PADDING_WRONG));
  }
}
