// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/**
 * What of a foreign text may appear in a message: names that are short and plain, else only that
 * there was one.
 */
final class SafeText {

  private static final int LONGEST = 40;

  private SafeText() {}

  /** The name in quotes when it is short and plain, else a description without content. */
  static String name(String name) {
    return isPlain(name)
        ? '"' + name + '"'
        : "(a name of " + name.length() + " characters, not shown)";
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.length() <= LONGEST && name.chars().allMatch(SafeText::isPlain);
  }

  private static boolean isPlain(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || "_-.$".indexOf(c) >= 0);
  }
}
