// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.HeaderWhole;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads one line of a bundle from left to right and accepts one spelling of each value: no white
 * space, members in the order in which they are asked for, no escape but {@code \"} and {@code \\},
 * base64 with its padding and without stray bits. Not thread-safe.
 */
final class LineReader {

  private static final int LONGEST_NUMBER = 16; // 2^53 - 1 has 16 digits
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final byte[] octets;
  private final int end;
  private int position;

  LineReader(byte[] octets, int start, int end) {
    this.octets = octets;
    this.position = start;
    this.end = end;
  }

  private int next() {
    if (position >= end) {
      throw new BundleRefusedException("the line ends too early");
    }
    return octets[position++];
  }

  /** Reads over octets that must be there. */
  void expect(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (next() != ascii.charAt(i)) {
        throw new BundleRefusedException(ascii + " is expected");
      }
    }
  }

  /** Reads over the name of the member that comes next. */
  void name(String name) {
    expect(",\"" + name + "\":");
  }

  /** Closes the object and the line. */
  void end() {
    expect("}");
    if (position != end) {
      throw new BundleRefusedException("octets follow the object");
    }
  }

  /** Reads a string of visible ASCII characters. */
  String text() {
    StringBuilder text = new StringBuilder();
    expect("\"");
    for (int c = next(); c != '"'; c = next()) {
      int kept = c == '\\' ? next() : c;
      boolean escaped = kept == '"' || kept == '\\';
      if (kept <= ' ' || kept >= 0x7f || escaped != (c == '\\')) {
        throw new BundleRefusedException(
            "a string is not visible ASCII with only \\\" and \\\\ escaped");
      }
      text.append((char) kept);
    }
    return text.toString();
  }

  /** Reads a whole number from 0 to 2^53-1. */
  long count() {
    long value = whole();
    if (value < 0) {
      throw new BundleRefusedException("a number is negative");
    }
    return value;
  }

  /** Reads a whole number from -(2^53-1) to 2^53-1. */
  long whole() {
    boolean negative = position < end && octets[position] == '-';
    position += negative ? 1 : 0;
    int start = position;
    long value = 0;
    while (position < end && position - start < LONGEST_NUMBER && isDigit(octets[position])) {
      value = 10 * value + octets[position++] - '0';
    }
    boolean zeros = position > start && octets[start] == '0' && (position - start > 1 || negative);
    if (position == start || zeros || value > HeaderWhole.MOST) {
      throw new BundleRefusedException(
          "a number is not whole, without leading zeros and up to 2^53-1");
    }
    return negative ? -value : value;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Reads a string of base64 (RFC 4648 §4, padded). */
  byte[] octets() {
    expect("\"");
    int start = position;
    while (position < end && octets[position] != '"') {
      position++;
    }
    int length = position - start;
    expect("\"");
    try {
      byte[] decoded = decode(start, length);
      requireOneSpelling(start, length, decoded);
      return decoded;
    } catch (IllegalArgumentException e) {
      throw notBase64();
    }
  }

  private byte[] decode(int start, int length) {
    ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(octets, start, length));
    byte[] exact = new byte[decoded.remaining()];
    decoded.get(exact);
    return exact;
  }

  /** The decoder lets missing padding and stray low bits pass; both show in the last four. */
  private void requireOneSpelling(int start, int length, byte[] decoded) {
    if (length % 4 != 0) {
      throw notBase64();
    }
    if (length > 0) {
      int kept = (decoded.length - 1) / 3 * 3;
      byte[] tail = Base64.getEncoder().encode(Arrays.copyOfRange(decoded, kept, decoded.length));
      for (int i = 0; i < 4; i++) {
        if (tail[i] != octets[start + length - 4 + i]) {
          throw notBase64();
        }
      }
    }
  }

  private static BundleRefusedException notBase64() {
    return new BundleRefusedException("a string is not the one form of base64 with padding");
  }

  /** Reads 32 octets of base64. */
  Sha256 digest() {
    byte[] digest = octets();
    if (digest.length != Sha256.LENGTH) {
      throw new BundleRefusedException("a hash does not have 32 octets");
    }
    return Sha256.wrap(digest);
  }

  /** Reads a UUID in 36 lower-case characters. */
  UUID uuid() {
    expect("\"");
    int length = Math.min(36, end - position);
    String text = new String(octets, position, length, US_ASCII);
    if (!UUID_FORM.matcher(text).matches()) {
      throw new BundleRefusedException("a UUID is not written in 36 lower-case characters");
    }
    position += length;
    expect("\"");
    return UUID.fromString(text);
  }
}
