// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.json.JsonObject;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Conditions answer yes, no, or that the value does not let one tell. */
class ArgumentTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100    | UNKNOWN
          99.99  | UNKNOWN
          "EUR"  | YES
          "eur"  | NO
          "EUR " | NO
          ""     | NO
          null   | UNKNOWN
          ["EUR"]| UNKNOWN
          {}     | UNKNOWN
          true   | UNKNOWN
          """)
  void equalTo_text_isExactAndTyped(String value, Match expected) {
    check(Argument.at("/v").equalTo("EUR"), value, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100            | YES    | NO  | YES
          100.0          | YES    | NO  | YES
          1e2            | YES    | NO  | YES
          100.00000001   | NO     | YES | NO
          99             | NO     | NO  | YES
          -100           | NO     | NO  | YES
          1e308          | NO     | YES | NO
          9007199254740992 | NO   | YES | NO
          "100"          | UNKNOWN| UNKNOWN | UNKNOWN
          null           | UNKNOWN| UNKNOWN | UNKNOWN
          [100]          | UNKNOWN| UNKNOWN | UNKNOWN
          false          | UNKNOWN| UNKNOWN | UNKNOWN
          """)
  void numbers_areComparedAsDoubles(String value, Match equal, Match greater, Match atMost) {
    check(Argument.at("/v").equalTo(100), value, equal);
    check(Argument.at("/v").greaterThan(100), value, greater);
    check(Argument.at("/v").atMost(100), value, atMost);
    check(Argument.at("/v").atLeast(100), value, greater == Match.NO ? equal : greater);
    check(Argument.at("/v").lessThan(100), value, equal == Match.YES ? Match.NO : greater.not());
  }

  @Test
  void absence_isNotNull() {
    ArgumentCondition exists = Argument.at("/v").exists();
    ArgumentCondition absent = Argument.at("/v").absent();

    assertThat(exists.test(JsonObject.empty())).isEqualTo(Match.NO);
    assertThat(absent.test(JsonObject.empty())).isEqualTo(Match.YES);
    check(exists, "null", Match.YES);
    check(absent, "null", Match.NO);
    assertThat(Argument.at("/v/w").exists().test(JsonObject.parseObject("{\"v\":5}")))
        .isEqualTo(Match.NO);
  }

  @Test
  void comparison_withoutValue_isUndecidedAndSoIsItsOpposite() {
    ArgumentCondition condition = Argument.at("/v").equalTo(true);

    assertThat(condition.test(JsonObject.empty())).isEqualTo(Match.UNKNOWN);
    assertThat(condition.not().test(JsonObject.empty())).isEqualTo(Match.UNKNOWN);
    check(condition.not(), "true", Match.NO);
    check(condition.not(), "false", Match.YES);
    check(condition.not().not(), "true", Match.YES);
  }

  @Test
  void oneOf_holdsForEach() {
    ArgumentCondition condition = Argument.at("/v").oneOf("a", "b", "");

    check(condition, "\"b\"", Match.YES);
    check(condition, "\"\"", Match.YES);
    check(condition, "\"c\"", Match.NO);
    check(Argument.at("/v").oneOf(1, 2), "2", Match.YES);
    check(Argument.at("/v").oneOf(1, 2), "\"2\"", Match.UNKNOWN);
  }

  @Test
  void startsWith_comparesTexts() {
    check(Argument.at("/v").startsWith("INV-"), "\"INV-7\"", Match.YES);
    check(Argument.at("/v").startsWith("INV-"), "\"inv-7\"", Match.NO);
    check(Argument.at("/v").startsWith("INV-"), "7", Match.UNKNOWN);
  }

  @Test
  void pointer_walksArraysAndEscapes() {
    JsonObject arguments = JsonObject.parseObject("{\"a\":[{\"b/c\":7}]}");

    assertThat(Argument.at("/a/0/b~1c").equalTo(7).test(arguments)).isEqualTo(Match.YES);
    assertThat(Argument.at("/a/00/b~1c").exists().test(arguments)).isEqualTo(Match.NO);
    assertThat(Argument.at("/a/-").exists().test(arguments)).isEqualTo(Match.NO);
  }

  @Test
  void equality_followsTheJsonForm() {
    assertThat(Argument.at("/v").oneOf("b", "a", "a"))
        .isEqualTo(Argument.at("/v").oneOf("a", "b"))
        .hasToString("{\"at\":\"/v\",\"oneOf\":[\"a\",\"b\"]}");
    assertThat(Argument.at("/v").oneOf("a")).isEqualTo(Argument.at("/v").equalTo("a"));
    assertThat(Argument.at("/v").absent()).isEqualTo(Argument.at("/v").exists().not());
    assertThat(Argument.at("/v").pathUnder("/a//b/./"))
        .isEqualTo(Argument.at("/v").pathUnder("/a/b"));
    assertThat(Argument.at("/v").atMost(5)).isNotEqualTo(Argument.at("/v").lessThan(5));
  }

  static Stream<Arguments> refused() {
    Argument at = Argument.at("/v");
    return Stream.of(
        refusal(() -> Argument.at(""), "name a member"),
        refusal(() -> Argument.at("amount"), "does not start with /"),
        refusal(() -> Argument.at("/" + "x".repeat(256)), "257 characters, allowed: 1 to 256"),
        refusal(() -> at.greaterThan(Double.NaN), "NaN"),
        refusal(() -> at.equalTo(Double.POSITIVE_INFINITY), "infinities"),
        refusal(() -> at.oneOf(new String[0]), "0 values"),
        refusal(() -> at.oneOf(new double[1_001]), "1001 values"),
        refusal(() -> at.equalTo("x".repeat(1_025)), "1025 characters"),
        refusal(() -> at.startsWith(""), "0 characters"),
        refusal(() -> at.startsWith("https://example.com"), "use hostEquals or hostUnder"),
        refusal(() -> at.hostEquals("Example.com"), "not a plain one"),
        refusal(() -> at.hostEquals("example.com."), "not a plain one"),
        refusal(() -> at.hostEquals("https://example.com"), "not a plain one"),
        refusal(() -> at.hostEquals("example.com:443"), "not a plain one"),
        refusal(() -> at.hostEquals("0177.0.0.1"), "not a plain one"),
        refusal(() -> at.hostEquals("1.2.3"), "not a plain one"),
        refusal(() -> at.hostEquals("b\u00fccher.de"), "not a plain one"),
        refusal(() -> at.hostUnder("10.0.0.1"), "not a plain one"),
        refusal(() -> at.hostUnder("*.example.com"), "not a plain one"),
        refusal(() -> at.pathUnder("data"), "not a plain path"),
        refusal(() -> at.pathUnder("/data/../etc"), "not a plain path"),
        refusal(() -> at.pathUnder("//server/share"), "not a plain path"),
        refusal(() -> at.pathUnder("C:\\data"), "not a plain path"));
  }

  private static Arguments refusal(ThrowingCallable construction, String message) {
    return Arguments.of(construction, message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void condition_thatCannotBeMeant_isRefused(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void check(ArgumentCondition condition, String value, Match expected) {
    assertThat(condition.test(JsonObject.parseObject("{\"v\":" + value + "}")))
        .as("%s of %s", condition, value)
        .isEqualTo(expected);
  }
}
