// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/** A set of ASCII characters, asked in constant time. */
record Alphabet(long low, long high) {

  static final Alphabet UPPER_DIGIT = of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  static final Alphabet ALPHANUMERIC = UPPER_DIGIT.with("abcdefghijklmnopqrstuvwxyz");
  static final Alphabet WORD = ALPHANUMERIC.with("_");
  static final Alphabet DASHED = ALPHANUMERIC.with("-");
  static final Alphabet BASE64URL = ALPHANUMERIC.with("-_");
  static final Alphabet DOTTED = BASE64URL.with(".");
  static final Alphabet BASE64 = ALPHANUMERIC.with("+/=");
  static final Alphabet PATH = ALPHANUMERIC.with("/");
  static final Alphabet PEM_LABEL = UPPER_DIGIT.with(" ");

  private static Alphabet of(String characters) {
    return new Alphabet(0, 0).with(characters);
  }

  private Alphabet with(String characters) {
    long newLow = low;
    long newHigh = high;
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      if (c < 64) {
        newLow |= 1L << c;
      } else {
        newHigh |= 1L << (c - 64);
      }
    }
    return new Alphabet(newLow, newHigh);
  }

  /** Whether the character is in the set; {@link SecretProbe#END} never is. */
  boolean contains(int c) {
    return c >= 0 && c < 128 && ((c < 64 ? low >>> c : high >>> (c - 64)) & 1) != 0;
  }
}
