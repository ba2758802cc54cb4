// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The sets of code points that ECMAScript's regular expressions name. */
final class CodePoints {

  static final IntPredicate DIGIT = c -> c >= '0' && c <= '9';
  static final IntPredicate WORD = c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
  static final IntPredicate LINE_END = c -> c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;

  /** WhiteSpace and LineTerminator: the blanks of ASCII, category Zs, the line ends and U+FEFF. */
  static final IntPredicate SPACE =
      c ->
          (c >= '\t' && c <= '\r')
              || Character.getType(c) == Character.SPACE_SEPARATOR
              || LINE_END.test(c)
              || c == 0xFEFF;

  /** The general categories by {@link Character#getType}'s number, which leaves 17 out. */
  private static final String[] CATEGORIES =
      "Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf -- Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf"
          .split(" ", -1);

  private CodePoints() {}

  /** The same set, with its ASCII part looked up instead of tested. */
  static IntPredicate compact(IntPredicate set) {
    boolean[] ascii = new boolean[0x80];
    for (int c = 0; c < ascii.length; c++) {
      ascii[c] = set.test(c);
    }
    return c -> c < 0x80 ? ascii[c] : set.test(c);
  }

  static IntPredicate only(int codePoint) {
    return c -> c == codePoint;
  }

  static IntPredicate range(int first, int last) {
    return c -> c >= first && c <= last;
  }

  /**
   * The set of a Unicode property: a general category such as {@code L} or {@code Nd}, or {@code
   * Script=Latin}.
   */
  static Optional<IntPredicate> property(String name) {
    int equals = name.indexOf('=');
    if (equals >= 0) {
      String key = name.substring(0, equals);
      return key.equals("Script") || key.equals("sc")
          ? script(name.substring(equals + 1))
          : Optional.empty();
    }
    boolean known = false;
    for (String category : CATEGORIES) {
      known |= category.equals(name) || (name.length() == 1 && category.startsWith(name));
    }
    return known && !name.startsWith("-")
        ? Optional.of(c -> CATEGORIES[Character.getType(c)].startsWith(name))
        : Optional.empty();
  }

  private static Optional<IntPredicate> script(String name) {
    try {
      Character.UnicodeScript script =
          Character.UnicodeScript.forName(name.toUpperCase(Locale.ROOT));
      return Optional.of(c -> Character.UnicodeScript.of(c) == script);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
