// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/**
 * A fixed prefix and a body of one alphabet.
 *
 * @param kind the kind
 * @param prefix the prefix
 * @param body the alphabet of the body
 * @param least the shortest body
 * @param most the longest body looked at
 * @param isPlain whether the prefix can occur inside ordinary words, so that it counts only at the
 *     start of a word and with a digit among the first characters of the body
 */
record TokenPattern(String kind, String prefix, Alphabet body, int least, int most, boolean isPlain)
    implements SecretPattern {

  private static final int DIGIT_WITHIN = 40;

  static TokenPattern of(String kind, String prefix, Alphabet body, int least, int most) {
    return new TokenPattern(kind, prefix, body, least, most, false);
  }

  static TokenPattern atWordStart(String kind, String prefix, Alphabet body, int least, int most) {
    return new TokenPattern(kind, prefix, body, least, most, true);
  }

  @Override
  public char first() {
    return prefix.charAt(0);
  }

  @Override
  public int end(SecretProbe probe, int start) {
    if ((isPlain && !probe.startsWord(start)) || !probe.startsWith(prefix, start)) {
      return NONE;
    }
    int from = start + prefix.length();
    if (isPlain && !hasDigit(probe, from)) {
      return NONE;
    }
    int end = probe.runEnd(body, from, most);
    return end - from >= least ? end : NONE;
  }

  private boolean hasDigit(SecretProbe probe, int from) {
    for (int i = from; i < from + DIGIT_WITHIN; i++) {
      int c = probe.at(i);
      if (c >= '0' && c <= '9') {
        return true;
      }
      if (!body.contains(c)) {
        return false;
      }
    }
    return false;
  }
}
