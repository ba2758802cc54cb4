// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {

  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, " + OF_ABC
  })
  void raw_vectorsOfTheStandard_areMet(String text, String hex) {
    assertThat(Sha256.raw(text.getBytes(US_ASCII)).hex()).isEqualTo(hex);
  }

  @Test
  void raw_parts_areHashedAsOne() {
    assertThat(Sha256.raw(ascii("a"), ascii(""), ascii("bc"))).hasToString(OF_ABC);
  }

  @Test
  void of_domainZeroAndParts_isTheGoldenDigest() {
    assertThat(Sha256.of("domain", ascii("a"), ascii("bc")))
        .hasToString("aa3b4bf62ee4c31e8d84f53e855cc78db56831fb3274bd5579369479a5f02db9")
        .isEqualTo(Sha256.raw(ascii("domain"), new byte[1], ascii("abc")));
  }

  @Test
  void of_sameOctetsUnderAnotherDomain_isAnotherDigest() {
    assertThat(Sha256.of("a", ascii("bc"))).isNotEqualTo(Sha256.of("ab", ascii("c")));
  }

  @Test
  void wrap_arrayChangedAfterwards_leavesTheDigestAsItWas() {
    byte[] octets = HexFormat.of().parseHex(OF_ABC);
    Sha256 digest = Sha256.wrap(octets);
    octets[0] ^= 1;
    digest.octets()[1] ^= 1;

    assertThat(digest).hasToString(OF_ABC);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33, 64})
  void wrap_anotherLength_saysHowManyThereAre(int length) {
    assertThatThrownBy(() -> Sha256.wrap(new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SHA-256 digest has 32 octets, found " + length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba7816bf",
        OF_ABC + "00",
        "0x7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "Ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "\u0661a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        " a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
      })
  void parse_anotherSpelling_isRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> Sha256.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SHA-256 digest is written as 64 lower-case hexadecimal digits");
  }

  @Test
  void equals_oneBitOff_isAnotherDigest() {
    Sha256 digest = Sha256.parse(OF_ABC);
    for (int bit = 0; bit < 8 * Sha256.LENGTH; bit++) {
      byte[] octets = digest.octets();
      octets[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(Sha256.wrap(octets)).as("bit %s", bit).isNotEqualTo(digest);
    }
    assertThat(digest).isEqualTo(Sha256.raw(ascii("abc"))).hasSameHashCodeAs(Sha256.parse(OF_ABC));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
