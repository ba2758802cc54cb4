// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds where texts and numbers of a header end, and what they say, without making an object of
 * them. It takes what {@link HeaderReader} takes, and nothing else.
 */
final class HeaderOctets {

  /** There is no such value. */
  static final int NONE = -1;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final int LONGEST_NUMBER = 16;
  private static final byte[] HEX = values("0123456789abcdef");
  private static final byte[] BASE64URL =
      values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

  private HeaderOctets() {}

  /** The value of each octet in an alphabet; negative for those that are not in it. */
  private static byte[] values(String alphabet) {
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }

  /** Where a string of 1 to so many visible ASCII characters ends, its quotes counted in. */
  static int token(byte[] octets, int from, int to, int most) {
    if (from >= to || octets[from] != '"') {
      return NONE;
    }
    int escapes = 0;
    int at = plain(octets, from + 1, to);
    while (at + 1 < to && octets[at] == '\\') {
      if (octets[at + 1] != '"' && octets[at + 1] != '\\') {
        return NONE;
      }
      escapes++;
      at = plain(octets, at + 2, to);
    }
    int length = at - from - 1 - escapes;
    return at < to && octets[at] == '"' && length > 0 && length <= most ? at + 1 : NONE;
  }

  /** The first octet that is not visible ASCII, or a quote or backslash; or the end. */
  private static int plain(byte[] octets, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long special = special((long) EIGHT.get(octets, at));
      if (special != 0) {
        return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
      }
    }
    while (at < to && isPlain(octets[at])) {
      at++;
    }
    return at;
  }

  /** The lowest bit set is in the first octet that is not plain; those above it may be wrong. */
  private static long special(long eight) {
    long quotes = eight ^ '"' * ONES;
    long backslashes = eight ^ '\\' * ONES;
    long below = (eight - '!' * ONES) & ~eight;
    return (below
            | ((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | (eight + ONES)
            | eight)
        & HIGHS;
  }

  private static boolean isPlain(byte octet) {
    return octet > ' ' && octet < 0x7f && octet != '"' && octet != '\\';
  }

  /** Where a string of 36 characters ends that is a UUID in lower case. */
  static int uuid(byte[] octets, int from, int to) {
    int end = from + 38;
    if (end > to
        || octets[from] != '"'
        || octets[from + 9] != '-'
        || octets[from + 14] != '-'
        || octets[from + 19] != '-'
        || octets[from + 24] != '-'
        || octets[from + 37] != '"') {
      return NONE;
    }
    int all =
        either(octets, HEX, from + 1, from + 9)
            | either(octets, HEX, from + 10, from + 14)
            | either(octets, HEX, from + 15, from + 19)
            | either(octets, HEX, from + 20, from + 24)
            | either(octets, HEX, from + 25, from + 37);
    return all < 0 ? NONE : end;
  }

  /** Where a string of 43 characters ends that holds 32 octets in base64url. */
  static int digest(byte[] octets, int from, int to) {
    int end = from + 45;
    if (end > to || octets[from] != '"' || octets[from + 44] != '"') {
      return NONE;
    }
    int last = BASE64URL[octets[from + 43] & 0xff];
    return (either(octets, BASE64URL, from + 1, from + 43) | last) < 0 || (last & 3) != 0
        ? NONE
        : end;
  }

  /** Negative if one of the octets is not in the alphabet. */
  private static int either(byte[] octets, byte[] alphabet, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= alphabet[octets[i] & 0xff];
    }
    return all;
  }

  /** Where a whole number of at most 16 digits ends. */
  static int whole(byte[] octets, int from, int to) {
    int start = from < to && octets[from] == '-' ? from + 1 : from;
    int most = Math.min(to, start + LONGEST_NUMBER + 1);
    int end = start;
    while (end < most && octets[end] >= '0' && octets[end] <= '9') {
      end++;
    }
    int digits = end - start;
    if (digits == 0 || digits > LONGEST_NUMBER) {
      return NONE;
    }
    return octets[start] == '0' && (digits > 1 || start > from) ? NONE : end;
  }

  /** The value of a whole number that was found to be one. */
  static long value(byte[] octets, int from, int to) {
    boolean negative = octets[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      value = 10 * value + octets[i] - '0';
    }
    return negative ? -value : value;
  }

  /** The first eight octets of a UUID that was found to be one, from its first digit on. */
  static long uuidHigh(byte[] octets, int from) {
    return hex(octets, from, 8) << 32 | hex(octets, from + 9, 4) << 16 | hex(octets, from + 14, 4);
  }

  /** The last eight octets of a UUID that was found to be one, from its first digit on. */
  static long uuidLow(byte[] octets, int from) {
    return hex(octets, from + 19, 4) << 48 | hex(octets, from + 24, 12);
  }

  private static long hex(byte[] octets, int from, int digits) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      value = value << 4 | HEX[octets[i] & 0xff];
    }
    return value;
  }
}
