// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two names that come from a model: of tools and of calls. */
class ToolNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "_", "-", ".", "look_up.order-2", "..", "constructor"})
  void name_ofTheAlphabet_isAccepted(String text) {
    assertThat(ToolName.isValid(text)).isTrue();
    assertThat(new ToolName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "two words",
        "refund ",
        "refund\n",
        "refund\u0000",
        "re/fund",
        "re:fund",
        "refund;",
        "refund\u0131",
        "ref\u00fcnd",
        "r\u0435fund",
        "refund\u200b",
        "\uff52efund",
        "\ud83d\ude00"
      })
  void name_withAnythingElse_isRefusedWithoutRepeatingIt(String text) {
    assertThat(ToolName.isValid(text)).isFalse();
    assertThatThrownBy(() -> new ToolName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a tool name is 1 to 64 of a-z A-Z 0-9 _ - . (found " + text.length() + " characters)");
  }

  @Test
  void name_everyOtherCharacter_isRefused() {
    String alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      assertThat(ToolName.isValid(String.valueOf((char) c)))
          .as("U+%04X", c)
          .isEqualTo(alphabet.indexOf(c) >= 0);
    }
  }

  @Test
  void name_atTheEdgeOfItsLength() {
    assertThat(ToolName.isValid("x".repeat(64))).isTrue();
    assertThat(ToolName.isValid("x".repeat(65))).isFalse();
  }

  @Test
  void names_areOrderedByTheirText() {
    assertThat(Stream.of("b", "B", "a", "0").map(ToolName::new).sorted().map(ToolName::value))
        .containsExactly("0", "B", "a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "~", "call_1", "toolu_01A09q90qw90lq917835lq9", "<script>"})
  void callId_visibleAscii_isAccepted(String text) {
    assertThat(new CallId(text)).hasToString(text);
    assertThat(ToolCall.of(text, "refund", "{}").id()).isEqualTo(new CallId(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "call 1", "call\t1", "c\u0000", "c\u007f", "\u00e4", "c\u2028"})
  void callId_anythingElse_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> ToolCall.of(text, "refund", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("call id has ")
        .hasMessageContaining("allowed: ")
        .satisfies(e -> assertThat(text.length() < 2 || !e.getMessage().contains(text)).isTrue());
  }

  @Test
  void callId_atTheEdgeOfItsLength() {
    assertThat(new CallId("x".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> new CallId("x".repeat(129)))
        .hasMessage("call id has 129 characters, allowed: 1 to 128");
  }
}
