// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an insider with two keys can do to AES-GCM: a ciphertext with a tag that is right under both
 * (Dodis, Grubbs, Ristenpart, Woodage: Fast Message Franking, 2018). The tag is linear in each
 * block of the ciphertext, so one block is given up to make both tags the same.
 */
final class TwoKeyForgery {

  private static final int BLOCK = 16;

  private final Side first;
  private final Side second;

  TwoKeyForgery(AesGcm first, AesGcm second) {
    this.first = new Side(first);
    this.second = new Side(second);
  }

  /** Whether the last octet of a ciphertext of that many blocks means the same under both keys. */
  boolean agreesOnLastOctet(int blocks) {
    return first.stream(blocks - 1)[BLOCK - 1] == second.stream(blocks - 1)[BLOCK - 1];
  }

  /**
   * Returns ciphertext and tag that open under both keys: under the first to the plaintext, but for
   * its first block.
   *
   * @param plaintext whole blocks, at least two
   */
  byte[] forge(byte[] plaintext) {
    byte[] ciphertext = plaintext.clone();
    int blocks = plaintext.length / BLOCK;
    for (int i = 0; i < plaintext.length; i++) {
      ciphertext[i] ^= first.stream(i / BLOCK)[i % BLOCK];
    }
    Arrays.fill(ciphertext, 0, BLOCK, (byte) 0);
    Field difference = first.tag(ciphertext).plus(second.tag(ciphertext));
    Field weight = first.weight(blocks).plus(second.weight(blocks));
    byte[] given = difference.times(weight.inverse()).octets();
    System.arraycopy(given, 0, ciphertext, 0, BLOCK);
    byte[] both = Arrays.copyOf(ciphertext, ciphertext.length + BLOCK);
    System.arraycopy(first.tag(ciphertext).octets(), 0, both, ciphertext.length, BLOCK);
    return both;
  }

  /** One of the two keys. */
  private record Side(AesGcm gcm, Field hash) {

    Side(AesGcm gcm) {
      this(gcm, Field.of(aes(gcm.key(), new byte[BLOCK]), 0));
    }

    byte[] stream(int block) {
      return counter(block + 2);
    }

    /** What the first of so many blocks is multiplied with: the blocks, and the lengths. */
    Field weight(int blocks) {
      Field power = hash;
      for (int i = 0; i < blocks; i++) {
        power = power.times(hash);
      }
      return power;
    }

    Field tag(byte[] ciphertext) {
      Field sum = new Field(0, 0);
      for (byte[] part : new byte[][] {gcm.associated(), ciphertext}) {
        byte[] whole = Arrays.copyOf(part, (part.length + BLOCK - 1) / BLOCK * BLOCK);
        for (int at = 0; at < whole.length; at += BLOCK) {
          sum = sum.plus(Field.of(whole, at)).times(hash);
        }
      }
      Field lengths = new Field(gcm.associated().length * 8L, ciphertext.length * 8L);
      return sum.plus(lengths).times(hash).plus(Field.of(counter(1), 0));
    }

    private byte[] counter(int number) {
      return aes(gcm.key(), ByteBuffer.allocate(BLOCK).put(gcm.nonce()).putInt(number).array());
    }

    private static byte[] aes(byte[] key, byte[] block) {
      try {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(block);
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** An element of GF(2^128) as GCM writes it: the first bit is the coefficient of 1. */
  private record Field(long high, long low) {

    static Field of(byte[] octets, int at) {
      ByteBuffer buffer = ByteBuffer.wrap(octets, at, BLOCK);
      return new Field(buffer.getLong(), buffer.getLong());
    }

    Field plus(Field other) {
      return new Field(high ^ other.high, low ^ other.low);
    }

    Field times(Field other) {
      Field product = new Field(0, 0);
      Field shifted = other;
      for (int bit = 0; bit < 128; bit++) {
        long word = bit < 64 ? high : low;
        if ((word >>> (63 - bit % 64) & 1) == 1) {
          product = product.plus(shifted);
        }
        long carry = shifted.low & 1;
        shifted =
            new Field(
                shifted.high >>> 1 ^ (carry == 1 ? 0xe1L << 56 : 0),
                shifted.low >>> 1 | shifted.high << 63);
      }
      return product;
    }

    /** The power 2^128 - 2. */
    Field inverse() {
      Field square = this;
      Field product = new Field(1L << 63, 0);
      for (int i = 1; i < 128; i++) {
        square = square.times(square);
        product = product.times(square);
      }
      return product;
    }

    byte[] octets() {
      return ByteBuffer.allocate(BLOCK).putLong(high).putLong(low).array();
    }
  }
}
