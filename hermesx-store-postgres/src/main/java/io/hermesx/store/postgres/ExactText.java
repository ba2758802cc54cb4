// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Any Java text as one that PostgreSQL can keep, and back. PostgreSQL has no NUL and no half of a
 * surrogate pair, while the output of a tool can have both: those stand as SUBSTITUTE and four
 * hexadecimal digits, and so does SUBSTITUTE itself. All other text stays as it is.
 */
final class ExactText {

  private static final char SUBSTITUTE = '\u001a';
  private static final int DIGITS = 4;

  private ExactText() {}

  /** Returns the text as it is stored; equal texts are stored equal. */
  static String toStored(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnstorable(text, i)) {
        return escaped(text);
      }
    }
    return text;
  }

  /** Returns the text that was stored. */
  static String fromStored(String stored) {
    int next = stored.indexOf(SUBSTITUTE);
    if (next < 0) {
      return stored;
    }
    StringBuilder text = new StringBuilder(stored.length());
    int from = 0;
    while (next >= 0) {
      int end = next + 1 + DIGITS;
      text.append(stored, from, next).append((char) HexFormat.fromHexDigits(stored, next + 1, end));
      from = end;
      next = stored.indexOf(SUBSTITUTE, from);
    }
    return text.append(stored, from, stored.length()).toString();
  }

  /** The same, for a column that can be empty. */
  static @Nullable String toStoredOrNull(@Nullable String text) {
    return text == null ? null : toStored(text);
  }

  private static String escaped(String text) {
    StringBuilder stored = new StringBuilder(text.length() + DIGITS);
    for (int i = 0; i < text.length(); i++) {
      if (isUnstorable(text, i)) {
        stored.append(SUBSTITUTE).append(HexFormat.of().toHexDigits(text.charAt(i)));
      } else {
        stored.append(text.charAt(i));
      }
    }
    return stored.toString();
  }

  private static boolean isUnstorable(String text, int i) {
    char c = text.charAt(i);
    if (c == 0 || c == SUBSTITUTE) {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
