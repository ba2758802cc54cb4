// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal;

/**
 * The checks shared by every identifier that reaches HermesX from outside: length and alphabet, so
 * that an identifier can be logged, hashed, put into a key and shown to a person without being
 * escaped.
 */
public final class Names {

  /** The longest identifier accepted, in characters. */
  public static final int MAX_LENGTH = 128;

  private Names() {}

  /**
   * Returns {@code value} if it is 1 to 128 visible ASCII characters without space.
   *
   * @param what the name of the identifier, for the message
   * @throws IllegalArgumentException otherwise; the message does not repeat the value
   */
  public static String requireToken(String what, String value) {
    int length = value.length();
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          what + " has " + length + " characters, allowed: 1 to " + MAX_LENGTH);
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new IllegalArgumentException(
            what
                + " has a character at index "
                + i
                + " that is not visible ASCII, allowed: ! to ~ without space");
      }
    }
    return value;
  }
}
