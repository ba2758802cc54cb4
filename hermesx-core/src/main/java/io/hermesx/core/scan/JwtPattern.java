// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/**
 * A JSON Web Token in its compact form: two base64url parts that start with {@code eyJ}, joined by
 * a dot, and whatever of that alphabet and dots follows. A token that lost its signature counts
 * too: its claims are still readable.
 */
record JwtPattern() implements SecretPattern {

  private static final String OPENING = "eyJ";
  private static final int MAX_HEADER = 2_048;

  /** The longest token looked at, in characters. */
  static final int MAX_LENGTH = 16_384;

  @Override
  public String kind() {
    return "jwt";
  }

  @Override
  public char first() {
    return OPENING.charAt(0);
  }

  @Override
  public int end(SecretProbe probe, int start) {
    if (!probe.startsWith(OPENING, start)) {
      return NONE;
    }
    int header = probe.base64UrlEnd(start);
    if (header - start > MAX_HEADER
        || probe.at(header) != '.'
        || !probe.startsWith(OPENING, header + 1)) {
      return NONE;
    }
    return probe.runEnd(Alphabet.DOTTED, header + 1, MAX_LENGTH - (header + 1 - start));
  }
}
