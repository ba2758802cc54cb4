// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4): 32 octets as an immutable value.
 *
 * <p>Every digest of HermesX is domain separated: what is hashed starts with a domain such as
 * {@code hermesx/argument-digest/v1} and a zero octet, so that a digest made for one purpose never
 * is valid for another. The one exception is the Merkle tree, whose prefixes RFC 6962 fixes. {@link
 * #equals} takes the same time for any two digests.
 */
public final class Sha256 {

  /** The length of a digest in octets. */
  public static final int LENGTH = 32;

  private final byte[] octets;

  private Sha256(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Hashes {@code domain || 0x00 || parts[0] || parts[1] …}; the caller makes the parts
   * unambiguous.
   */
  public static Sha256 of(String domain, byte[]... parts) {
    MessageDigest digest = newDigest();
    digest.update(domain.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new Sha256(digest.digest());
  }

  /** Hashes the octets with no domain in front: for formats that other specifications fix. */
  public static Sha256 raw(byte[]... parts) {
    MessageDigest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new Sha256(digest.digest());
  }

  /**
   * Wraps 32 octets that are a digest already.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public static Sha256 wrap(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 octets, found " + octets.length);
    }
    return new Sha256(octets.clone());
  }

  /**
   * Reads 64 lower-case hexadecimal digits.
   *
   * @throws IllegalArgumentException for any other text, upper case included: one value has one
   *     spelling
   */
  public static Sha256 parse(String hex) {
    if (hex.length() != 2 * LENGTH
        || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException(
          "a SHA-256 digest is written as 64 lower-case hexadecimal digits");
    }
    return new Sha256(HexFormat.of().parseHex(hex));
  }

  /** Returns a copy of the 32 octets. */
  public byte[] octets() {
    return octets.clone();
  }

  /** Returns the digest as 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 that && MessageDigest.isEqual(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(octets).getInt();
  }

  @Override
  public String toString() {
    return hex();
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new HermesException(
          "this Java runtime has no SHA-256, which every Java platform must have", e);
    }
  }
}
