// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal;

import java.util.List;

/**
 * The checks shared by every identifier that reaches HermesX from outside: length and alphabet, so
 * that an identifier can be logged, hashed, put into a key and shown to a person without being
 * escaped.
 */
public final class Names {

  /** The longest identifier accepted, in characters. */
  public static final int MAX_LENGTH = 128;

  /** The longest title accepted, in characters. */
  public static final int MAX_TITLE = 200;

  private static final List<String> REF_KINDS = List.of("user", "agent", "service");

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

  /**
   * Returns {@code value} if it is the reference of a principal, such as {@code user:alice}: a
   * kind, a colon, and 1 to 128 visible ASCII characters.
   *
   * @param what the name of the reference, for the message
   * @throws IllegalArgumentException otherwise; the message does not repeat the value
   */
  public static String requireRef(String what, String value) {
    int colon = value.indexOf(':');
    if (colon < 0 || !REF_KINDS.contains(value.substring(0, colon))) {
      throw new IllegalArgumentException(
          what + " does not begin with one of " + REF_KINDS + " and a colon, as user:alice does");
    }
    requireToken(what, value.substring(colon + 1));
    return value;
  }

  /**
   * Returns {@code value} if it is 1 to 200 characters without control characters and not all
   * blank: a text that people read.
   *
   * @param what the name of the text, for the message
   * @throws IllegalArgumentException otherwise; the message does not repeat the value
   */
  public static String requireTitle(String what, String value) {
    int length = value.length();
    if (length > MAX_TITLE || value.isBlank()) {
      throw new IllegalArgumentException(
          what + " has " + length + " characters, allowed: 1 to " + MAX_TITLE + ", not all blank");
    }
    for (int i = 0; i < length; i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(
            what + " has a control character at index " + i + ", allowed: text without them");
      }
    }
    return requireText(what, value);
  }

  /**
   * Returns {@code value} if every surrogate in it is half of a pair, so that it is the same after
   * it was written as UTF-8.
   *
   * @param what the name of the text, for the message
   * @throws IllegalArgumentException otherwise; the message does not repeat the value
   */
  public static String requireText(String what, String value) {
    int length = value.length();
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException(
            what + " has half a surrogate pair at index " + i + ", allowed: whole characters");
      }
    }
    return value;
  }
}
