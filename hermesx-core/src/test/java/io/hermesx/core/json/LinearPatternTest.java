// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ECMAScript's regular expressions: what matches, what does not, what is refused. */
final class LinearPatternTest {

  private static boolean find(String pattern, String text) {
    return LinearPattern.compile(pattern).find(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        "a xay xby",
        "^a ab ba",
        "a$ ba ab",
        "^$ '' a",
        "a|b xb xc",
        "^(a|bc)d$ bcd bd",
        "^a*$ aaa ab",
        "^a+$ a ''",
        "^a?b$ ab aab",
        "^a{2}$ aa aaa",
        "^a{2,}$ aaaa a",
        "^a{1,3}$ aaa aaaa",
        "^a{0}$ '' a",
        "^(ab){2}c*?$ ababcc abab-",
        "^(?:a(?<n>b))+$ abab aba",
        "^[a-c]$ b d",
        "^[^a-c]$ d b",
        "^[]$ - ''",
        "^[^]$ x ''",
        "^[a-]+$ a-a b",
        "^[-a]+$ a-a b",
        "^[\\w-.]+$ a-b. a/b",
        "^[\\d-x]+$ 1-x y",
        "^[\\]\\\\]+$ ]\\ a",
        "^[.*+?()|{}^$]+$ .*+?()|{}^$ a",
        "^\\d+$ 0123 ١٢",
        "^\\D$ ١ 1",
        "^\\w+$ aZ_9 é",
        "^\\W$ é a",
        "^\\S+$ ab 'a b'",
        "^a\\.b$ a.b axb",
        "'^\\/\\-\\@\\ $' '/-@ ' x",
        "^\\x41\\u0042\\u{43}\\u{1F600}$ ABC😀 ABC",
        "^\\ud83d\\ude00$ 😀 x",
        "^.$ 😀 ab",
        "^[😀-😂]$ 😁 a",
        "^\\p{Lu}\\p{L}+$ Éab éab",
        "^\\P{L}$ 1 a",
        "^\\p{Script=Greek}+$ αβ ab",
        "^\\p{sc=Cyrillic}$ д d",
        "\\bcat\\b 'a cat!' concat",
        "\\Bcat concat 'a cat'",
        "^a{,2}$ a{,2} aa",
        "^{a}]$ {a}] a",
        "^x{a$ x{a x",
        "^(|a)+$ aa b",
        "^(a*)*$ aaa b",
        "(^a|b)$ b ba",
        "^\\cJ$ - J"
      })
  void pattern_findsTheFirst_andNotTheSecond(String pattern, String found, String notFound) {
    if (found != null) {
      assertThat(find(pattern, found)).as("%s in %s", pattern, found).isTrue();
    }
    assertThat(find(pattern, notFound)).as("%s in %s", pattern, notFound).isFalse();
  }

  @Test
  void lineEnds_areNotTheEnd() {
    assertThat(find("^a$", "a\n")).isFalse();
    assertThat(find("^a$", "b\na")).isFalse();
    assertThat(find("^.+$", "a\nb")).isFalse();
    assertThat(find("^a.b$", "a\u2028b")).isFalse();
    assertThat(find("^\\cJ\\n\\t\\v\\f\\r\\0$", "\n\n\t\u000b\f\r\0")).isTrue();
    assertThat(find("^[\\b\\s]+$", "\b \t\u00a0\u2028\u3000\ufeff")).isTrue();
    assertThat(find("\\s", "\u200b\u0085")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "(a",
        "a)",
        "[a",
        "*",
        "a**",
        "+",
        "?a",
        "a{2}{3}",
        "a{3,2}",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!a)",
        "(a)\\1",
        "\\k<n>",
        "(?<n>a)\\k<n>",
        "\\",
        "\\A",
        "\\z",
        "\\Z",
        "\\Qa\\E",
        "\\G",
        "\\x4",
        "\\u12",
        "\\u{110000}",
        "\\u{}",
        "\\c1",
        "\\01",
        "[b-a]",
        "[\\1]",
        "\\p{Foo}",
        "\\p{IsL}",
        "\\pL",
        "\\p{}",
        "\\p{--}",
        "(?i)a",
        "(?>a)",
        "a++",
        "a{1001}",
        "(?<n",
        "\\é",
        "^*"
      })
  void pattern_thatIsNotRegularOrNotEcmaScript_isRefused(String pattern) {
    assertThatThrownBy(() -> LinearPattern.compile(pattern))
        .isInstanceOf(PatternRefusedException.class);
  }

  @Test
  void repetitions_thatMultiply_areRefused() {
    for (String bomb :
        new String[] {
          "((a{100}){100}){100}",
          "((((){1000}){1000}){1000}){1000}",
          "(a{1000}){6}",
          "(".repeat(51) + ")".repeat(51),
          "a".repeat(1001)
        }) {
      assertThatThrownBy(() -> LinearPattern.compile(bomb))
          .isInstanceOf(PatternRefusedException.class);
    }
    assertThat(find("^(a{1000}){4}$", "a".repeat(4000))).isTrue();
  }
}
