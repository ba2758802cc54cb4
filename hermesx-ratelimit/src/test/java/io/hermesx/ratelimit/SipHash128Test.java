// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of the reference implementation ({@code vectors_sip128}) for whole words. */
class SipHash128Test {

  private static final List<String> VECTORS =
      List.of(
          "a3817f04ba25a8e66df67214c7550293",
          "3b62a9ba6258f5610f83e264f31497b4",
          "6ee2a4ca67b054bbfd3315bf85230577",
          "2db479ae78bd50d8882a8a178a6132ad",
          "7c3956ca5eeafc3e363e9d556546eb68",
          "df6a301e95c95dad97ae0cc8c6913bd8",
          "f7e5aef549f782cf379055a608269b16",
          "1938f2cf72d54ee97e94166fa91d2a36");

  @Test
  void hash_ofTheReferenceInputs_isThatOfTheReference() {
    for (int words = 0; words < VECTORS.size(); words++) {
      SipHash128 hash = new SipHash128(word(0), word(8));
      for (int i = 0; i < words; i++) {
        hash.add(word(8 * i));
      }
      assertThat(hex(hash.first()) + hex(hash.second())).isEqualTo(VECTORS.get(words));
    }
  }

  @Test
  void texts_thatDifferInLengthOrRest_haveHashesOfTheirOwn() {
    List<String> texts = List.of("", "\0", "\0\0", "a", "a\0", "abcd", "abcd\0", "abcde", "\ud800");

    assertThat(texts.stream().map(SipHash128Test::ofText).distinct()).hasSize(texts.size());
  }

  private static String ofText(String text) {
    SipHash128 hash = new SipHash128(1, 2);
    hash.add(text);
    return hex(hash.first()) + hex(hash.second());
  }

  /** Eight octets that count up, as in the reference. */
  private static long word(int first) {
    ByteBuffer octets = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8; i++) {
      octets.put((byte) (first + i));
    }
    return octets.getLong(0);
  }

  private static String hex(long half) {
    return HexFormat.of()
        .formatHex(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(half).array());
  }
}
