// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every line of attacks.tsv against its verdict; see that file for the notation. */
final class JsonAttackTest {

  private static List<String[]> cases(String verdict) throws IOException {
    return CaseFile.read("attacks.tsv", verdict);
  }

  @Test
  void battery_isWhole() throws IOException {
    assertThat(cases("refused")).hasSizeGreaterThan(150).allSatisfy(c -> assertThat(c).hasSize(4));
    assertThat(cases("accepted")).hasSizeGreaterThan(30).allSatisfy(c -> assertThat(c).hasSize(3));
  }

  @TestFactory
  Stream<DynamicTest> refusedText_isRefused_andItsControlIsNot() throws IOException {
    return cases("refused").stream()
        .map(c -> DynamicTest.dynamicTest('\'' + c[2] + '\'', () -> refused(c[1], c[2], c[3])));
  }

  private static void refused(String message, String attack, String control) {
    assertThatThrownBy(() -> JsonValue.parse(AttackNotation.octets(attack), JsonLimits.STANDARD))
        .isInstanceOf(JsonSyntaxException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("allowed: ")
        .hasMessageContaining("Next step: ")
        .hasNoCause()
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    assertThat(JsonValue.parse(AttackNotation.octets(control), JsonLimits.STANDARD)).isNotNull();
  }

  @TestFactory
  Stream<DynamicTest> acceptedText_hasItsCanonicalForm() throws IOException {
    return cases("accepted").stream()
        .map(c -> DynamicTest.dynamicTest('\'' + c[2] + '\'', () -> accepted(c[1], c[2])));
  }

  private static void accepted(String canonical, String text) {
    assertThat(JsonValue.parse(AttackNotation.octets(text), JsonLimits.STANDARD).canonicalBytes())
        .isEqualTo(AttackNotation.octets(canonical));
  }
}
