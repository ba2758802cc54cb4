// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBucketsTest {

  @Test
  void padded_atTheEdges_isTheNextOfTheList() {
    Map<Integer, Integer> edges =
        Map.ofEntries(
            Map.entry(0, 64),
            Map.entry(63, 64),
            Map.entry(64, 128),
            Map.entry(127, 128),
            Map.entry(128, 256),
            Map.entry(511, 512),
            Map.entry(512, 1_024),
            Map.entry(1_023, 1_024),
            Map.entry(1_024, 2_048),
            Map.entry(2_047, 2_048),
            Map.entry(2_048, 3_072),
            Map.entry(LengthBuckets.MOST_PLAINTEXT, 1_049_600));

    edges.forEach((length, padded) -> assertThat(LengthBuckets.padded(length)).isEqualTo(padded));
  }

  @Test
  void isBucket_anyLength_holdsForThoseThatPaddingGives() {
    TreeSet<Integer> given =
        IntStream.rangeClosed(0, LengthBuckets.MOST_PLAINTEXT)
            .map(LengthBuckets::padded)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(given).hasSize(4 + 1_025);
    assertThat(IntStream.range(-100, 1_060_000).filter(LengthBuckets::isBucket).boxed())
        .containsExactlyElementsOf(given);
  }

  @Test
  void unpad_paddedPlaintext_isThePlaintext() {
    for (int length = 0; length < 3_000; length++) {
      byte[] plaintext = new byte[length];
      Arrays.fill(plaintext, (byte) (length % 2 == 0 ? 0 : 0x80)); // looks like padding

      assertThat(LengthBuckets.unpad(LengthBuckets.pad(plaintext))).hasValue(plaintext);
    }
  }

  @Test
  void unpad_otherPadding_isEmpty() {
    byte[] zeros = new byte[64];
    byte[] otherMark = LengthBuckets.pad(new byte[] {1, 2, 3});
    otherMark[3] = 0x40;
    byte[] dirty = LengthBuckets.pad(new byte[] {1, 2, 3});
    dirty[63] = 1;
    byte[] tooLong = Arrays.copyOf(LengthBuckets.pad(new byte[] {1, 2, 3}), 128);

    assertThat(LengthBuckets.unpad(zeros)).isEmpty();
    assertThat(LengthBuckets.unpad(otherMark)).isEmpty();
    assertThat(LengthBuckets.unpad(dirty)).isEmpty();
    assertThat(LengthBuckets.unpad(tooLong)).isEmpty();
  }
}
