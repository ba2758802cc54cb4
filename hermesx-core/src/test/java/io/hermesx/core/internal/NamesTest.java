// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Acme & Söhne", " x ", "\ud83d\ude00", "a\u00a0b", "İ\u6f22\uffff"})
  void requireTitle_textThatPeopleRead_isReturned(String text) {
    assertThat(Names.requireTitle("title", text)).isSameAs(text);
  }

  @Test
  void requireTitle_atTheEdgeOfItsLength() {
    String longest = "x".repeat(198) + "\ud83d\ude00";

    assertThat(Names.requireTitle("title", longest)).isEqualTo(longest);
    assertThatThrownBy(() -> Names.requireTitle("title", longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("title has 201 characters, allowed: 1 to 200, not all blank");
  }

  @ParameterizedTest
  @CsvSource({
    "'', has 0 characters",
    "' ', has 1 characters",
    "'\u2003\u2003', has 2 characters",
    "'ab\nc', control character at index 2",
    "'ab\u0000', control character at index 2",
    "'\u007fx', control character at index 0",
    "'a\u0085', control character at index 1",
    "'a\ud83d', half a surrogate pair at index 1",
    "'\ude00', half a surrogate pair at index 0",
    "'\ude00\ud83d', half a surrogate pair at index 0",
    "'\ud83d\ud83d\ude00', half a surrogate pair at index 0",
    "'\ud83d\ude00\ude00', half a surrogate pair at index 2"
  })
  void requireTitle_anythingElse_saysWhatIsWrongWithoutRepeatingIt(String text, String what) {
    assertThatThrownBy(() -> Names.requireTitle("title", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("title has ")
        .hasMessageContaining(what)
        .hasMessageContaining("allowed: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:alice", "agent:a", "service:~", "user:a:b", "user:user:x"})
  void requireRef_ofAPrincipal_isReturned(String ref) {
    assertThat(Names.requireRef("owner", ref)).isSameAs(ref);
    assertThat(Names.requireRef("owner", "user:" + "x".repeat(128))).hasSize(133);
  }

  @ParameterizedTest
  @CsvSource({
    "'', does not begin with",
    "mallory, does not begin with",
    ":mallory, does not begin with",
    "USER:mallory, does not begin with",
    "root:mallory, does not begin with",
    "' user:mallory', does not begin with",
    "user:, has 0 characters",
    "'user:al ice', index 2",
    "'user:alice\n', index 5",
    "user:al\u0131ce, index 2"
  })
  void requireRef_anythingElse_saysWhatIsWrongWithoutRepeatingIt(String ref, String what) {
    assertThatThrownBy(() -> Names.requireRef("owner", ref))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("owner ")
        .hasMessageContaining(what)
        .satisfies(e -> assertThat(ref.isEmpty() || !e.getMessage().contains(ref)).isTrue());
  }

  @Test
  void requireRef_longerThanAllowed_isRefused() {
    assertThatThrownBy(() -> Names.requireRef("owner", "user:" + "x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owner has 129 characters, allowed: 1 to 128");
  }

  @Test
  void requireText_anythingButHalvesOfPairs_isReturned() {
    for (String text : new String[] {"", "\u0000\n", "\ud83d\ude00\ud83d\ude00", "\uffff"}) {
      assertThat(Names.requireText("answer", text)).isSameAs(text);
    }
    assertThatThrownBy(() -> Names.requireText("answer", "ok\ud83d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("answer has half a surrogate pair at index 2, allowed: whole characters");
  }
}
