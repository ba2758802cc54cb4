// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012; the reference implementation's
 * {@code siphash.c}), over whole 64-bit words: whoever does not know the key can neither find two
 * inputs with one hash nor inputs that crowd in one place of a table. For one input; not
 * thread-safe.
 */
final class SipHash128 {

  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long octets;

  SipHash128(long key0, long key1) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  /** Adds eight octets, the first of them in the lowest bits. */
  void add(long word) {
    octets += Long.BYTES;
    compress(word);
  }

  /** Adds the length of a text and its code units: a charset would make lone surrogates alike. */
  void add(String text) {
    int length = text.length();
    add(length);
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      add(
          text.charAt(i)
              | (long) text.charAt(i + 1) << 16
              | (long) text.charAt(i + 2) << 32
              | (long) text.charAt(i + 3) << 48);
    }
    if (i < length) {
      long rest = 0;
      for (int shift = 0; i < length; i++, shift += 16) {
        rest |= (long) text.charAt(i) << shift;
      }
      add(rest);
    }
  }

  /** Ends the input and returns the first half of the hash. */
  long first() {
    compress(octets << 56);
    v2 ^= 0xee;
    finish();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** Returns the second half, after {@link #first}. */
  long second() {
    v1 ^= 0xdd;
    finish();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void compress(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  private void finish() {
    round();
    round();
    round();
    round();
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
