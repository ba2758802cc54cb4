// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

/**
 * A name, or a prefix of names when written with a trailing {@code *}. Compared by code unit: no
 * case folding, no normalisation, and a dot is a character like any other.
 */
record NamePattern(String text, boolean isPrefix) {

  private static final char ANY = '*';

  /** Reads a pattern whose characters its part of the rule has checked. */
  static NamePattern of(String pattern) {
    int last = pattern.length() - 1;
    return pattern.charAt(last) == ANY
        ? new NamePattern(pattern.substring(0, last), true)
        : new NamePattern(pattern, false);
  }

  boolean matches(String name) {
    return isPrefix ? name.startsWith(text) : name.equals(text);
  }

  /**
   * Returns what is left of a pattern without its trailing star, empty for the star alone.
   *
   * @throws IllegalArgumentException if a star stands anywhere else
   */
  static String stem(String what, String pattern) {
    int star = pattern.indexOf(ANY);
    if (star >= 0 && star != pattern.length() - 1) {
      throw new IllegalArgumentException(
          what + " has a * at index " + star + ", allowed: one at the end");
    }
    return star < 0 ? pattern : pattern.substring(0, star);
  }
}
