// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

/**
 * What of a foreign text may appear in a message: names that are short and plain, else only that
 * there was one.
 */
final class SafeText {

  private static final int LONGEST = 40;
  private static final int LONGEST_POINTER = 150;

  private SafeText() {}

  /** The pointer with each step that is not short and plain replaced by {@code …}. */
  static String pointer(JsonPointer pointer) {
    if (pointer.tokens().isEmpty()) {
      return "the root";
    }
    StringBuilder out = new StringBuilder();
    for (String token : pointer.tokens()) {
      out.append('/').append(isPlain(token) ? token : "…");
    }
    return clip(out.toString(), LONGEST_POINTER);
  }

  /** The text, cut where it is longer. */
  static String clip(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
    return text.substring(0, end) + '…';
  }

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
