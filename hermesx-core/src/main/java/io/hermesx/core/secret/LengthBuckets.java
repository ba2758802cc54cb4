// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import java.util.Arrays;
import java.util.Optional;

/**
 * The padding of the ciphertext format: one octet 0x80 and as many zeros as it takes to the next
 * length of a short list, so that the length of a ciphertext says little. The list: 64, 128, 256,
 * 512, and the multiples of 1,024.
 */
final class LengthBuckets {

  /** The most octets that can be padded. */
  static final int MOST_PLAINTEXT = 1 << 20;

  private static final int LEAST = 64;
  private static final int STEP = 1_024;
  private static final byte MARK = (byte) 0x80;

  private LengthBuckets() {}

  /** Returns the length of a plaintext once it is padded. */
  static int padded(int length) {
    int needed = length + 1;
    if (needed <= LEAST) {
      return LEAST;
    }
    return needed <= STEP
        ? Integer.highestOneBit(needed - 1) << 1
        : (needed + STEP - 1) / STEP * STEP;
  }

  /** Whether a padded plaintext can have this length. */
  static boolean isBucket(int length) {
    return length >= LEAST && length <= padded(MOST_PLAINTEXT) && padded(length - 1) == length;
  }

  static byte[] pad(byte[] plaintext) {
    byte[] padded = Arrays.copyOf(plaintext, padded(plaintext.length));
    padded[plaintext.length] = MARK;
    return padded;
  }

  /** Returns what was padded; empty if this padding did not come of {@link #pad}. */
  static Optional<byte[]> unpad(byte[] padded) {
    int end = padded.length - 1;
    while (end > 0 && padded[end] == 0) {
      end--;
    }
    return padded[end] == MARK && padded(end) == padded.length
        ? Optional.of(Arrays.copyOf(padded, end))
        : Optional.empty();
  }
}
