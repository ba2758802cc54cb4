// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Against the JDK's matcher, on patterns that mean the same there and texts too short to make it
 * backtrack for long.
 */
final class LinearPatternProperties {

  @Provide
  Arbitrary<String> patterns() {
    return patterns(3);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars('a', 'b', 'c', '-', ' ').ofMaxLength(8);
  }

  private static Arbitrary<String> patterns(int depth) {
    Arbitrary<String> atoms =
        Arbitraries.of(
            "a", "b", "c", ".", "[ab]", "[^a]", "\\w", "\\W", "\\s", "\\b", "\\B", "(^)", "($)",
            "()");
    if (depth == 0) {
      return atoms;
    }
    Arbitrary<String> inner = patterns(depth - 1).map(p -> "(?:" + p + ")");
    Arbitrary<String> suffix =
        Arbitraries.of("*", "+", "?", "{2}", "{1,2}", "{0,3}", "*?", "+?", "{2,}?");
    return Arbitraries.oneOf(
        atoms,
        Combinators.combine(inner, inner).as((a, b) -> a + b),
        Combinators.combine(inner, inner).as((a, b) -> a + "|" + b),
        Combinators.combine(inner.filter(p -> !isPlace(p)), suffix)
            .as((a, s) -> a + (s.startsWith("{2") && mayBeEmpty(a) ? "*" : s)));
  }

  /**
   * Whether a turn of a loop over it may take nothing. The JDK then leaves the loop, even before it
   * has turned as often as it must, so it finds less than ECMA-262 says and is no oracle there.
   */
  private static boolean mayBeEmpty(String group) {
    return Stream.of("\\b", "\\B", "(^)", "($)", "()", "*", "{0").anyMatch(group::contains)
        || group.replace("(?:", "").contains("?");
  }

  private static boolean isPlace(String group) {
    return group.matches("\\(\\?:(\\\\[bB]|\\(\\^\\)|\\(\\$\\))\\)");
  }

  @Property(tries = 3000)
  void pattern_findsWhatTheJdkFinds(
      @ForAll("patterns") String pattern, @ForAll("texts") String text) {
    assertThat(LinearPattern.compile(pattern).find(text))
        .as("%s in '%s'", pattern, text)
        .isEqualTo(Pattern.compile(pattern).matcher(text).find());
  }
}
