// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sealed data: the name of its key, and octets of which only their version and length can be read.
 * It may hold whatever was found where a ciphertext should be; {@link DataCipher#open} judges it.
 *
 * @param keyReference what the data key is called
 * @param octets {@code version || salt || commitment || AES-256-GCM} (docs/reference/formats.md);
 *     treat as immutable
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ciphertext(String keyReference, byte[] octets) {

  /** The most octets of a plaintext: 1 MiB. */
  public static final int MOST_PLAINTEXT = LengthBuckets.MOST_PLAINTEXT;

  static final byte VERSION = 1;
  static final int SALT = 24;
  static final int SEALED_AT = 1 + SALT + RecordKeys.COMMITMENT;

  /**
   * Returns how many octets the ciphertext of a plaintext has: the same for all plaintexts of a
   * bucket.
   *
   * @param plaintext the length of the plaintext, 0 to {@link #MOST_PLAINTEXT}
   */
  public static int length(int plaintext) {
    return SEALED_AT + LengthBuckets.padded(plaintext) + AesGcm.TAG;
  }

  /**
   * Returns the 32 octets by which it commits to its key and place, to be kept where nobody can
   * change them; empty if the octets are no ciphertext of a known version.
   */
  public Optional<Sha256> keyCommitment() {
    return fault().isPresent()
        ? Optional.empty()
        : Optional.of(Sha256.wrap(Arrays.copyOfRange(octets, 1 + SALT, SEALED_AT)));
  }

  /** What is wrong with it as far as can be seen without the key. */
  Optional<OpeningFault> fault() {
    if (octets.length > 0 && octets[0] != VERSION) {
      return Optional.of(OpeningFault.VERSION_UNKNOWN);
    }
    return LengthBuckets.isBucket(octets.length - SEALED_AT - AesGcm.TAG)
        ? Optional.empty()
        : Optional.of(OpeningFault.LENGTH_WRONG);
  }

  byte[] salt() {
    return Arrays.copyOfRange(octets, 1, 1 + SALT);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ciphertext that
        && keyReference.equals(that.keyReference)
        && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return 31 * keyReference.hashCode() + Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return "Ciphertext[" + octets.length + " octets]";
  }
}
