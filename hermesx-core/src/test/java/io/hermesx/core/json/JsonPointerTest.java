// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonPointerTest {

  /** The document of RFC 6901, section 5, and two arrays more. */
  private static final JsonValue DOCUMENT =
      JsonValue.parse(
          """
          {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8,
           "deep":[{"x":[10,20]}],"~1":9}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "/foo!     [\"bar\",\"baz\"]",
        "/foo/0!   \"bar\"",
        "/!        0",
        "/a~1b!    1",
        "/c%d!     2",
        "/e^f!     3",
        "/g|h!     4",
        "/i\\j!    5",
        "/k\"l!    6",
        "`/ `!     7",
        "/m~0n!    8",
        "/~01!     9",
        "/deep/0/x/1! 20"
      })
  void pointer_toAValue_findsIt(String pointer, String json) {
    assertThat(DOCUMENT.at(JsonPointer.parse(pointer))).contains(JsonValue.parse(json));
    assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
  }

  @Test
  void emptyPointer_isTheValueItself() {
    assertThat(DOCUMENT.at(JsonPointer.parse(""))).containsSame(DOCUMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nope",
        "/foo/2",
        "/foo/-",
        "/foo/-1",
        "/foo/00",
        "/foo/01",
        "/foo/1e0",
        "/foo/٠",
        "/foo/",
        "/foo/0/x",
        "//",
        "/foo/4294967296",
        "/foo/99999999999999999999"
      })
  void pointer_toNothing_isEmpty(String pointer) {
    assertThat(DOCUMENT.at(JsonPointer.parse(pointer))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "#/a", "/~", "/a~2", "/~~0", "/a/b~", " /a"})
  void text_thatIsNoPointer_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPointer.parse(text))
        .withMessageContaining("RFC 6901");
  }

  @Test
  void appendedSteps_areEscaped() {
    JsonPointer pointer = JsonPointer.parse("").append("a/b").append(0).append("m~n").append("");
    assertThat(pointer).hasToString("/a~1b/0/m~0n/").isEqualTo(JsonPointer.parse("/a~1b/0/m~0n/"));
    assertThat(pointer)
        .hasSameHashCodeAs(JsonPointer.parse("/a~1b/0/m~0n/"))
        .isNotEqualTo(JsonPointer.parse("/a~1b/0/m~0n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pointer.append(-1))
        .withMessageContaining("-1");
  }
}
