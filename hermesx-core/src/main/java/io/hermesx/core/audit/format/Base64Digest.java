// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.Sha256;
import java.util.Base64;

/**
 * How a header spells 32 octets: base64url without padding (RFC 4648 §5). The 43rd character holds
 * only four bits; the two below them are zero, so that there is one spelling.
 */
public final class Base64Digest {

  /** How many characters a digest has. */
  static final int LENGTH = 43;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Digest() {}

  public static String of(Sha256 digest) {
    return ENCODER.encodeToString(digest.octets());
  }

  /** Writes a digest to a place and returns how many octets that took. */
  static int write(Sha256 digest, byte[] out, int at) {
    byte[] encoded = ENCODER.encode(digest.octets());
    System.arraycopy(encoded, 0, out, at, encoded.length);
    return encoded.length;
  }

  /** Reads a digest that {@link #isValid} said yes to. */
  public static Sha256 read(String valid) {
    return Sha256.wrap(Base64.getUrlDecoder().decode(valid));
  }

  public static boolean isValid(CharSequence text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (value(text.charAt(i)) < 0) {
        return false;
      }
    }
    return (value(text.charAt(LENGTH - 1)) & 3) == 0;
  }

  private static int value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }
}
