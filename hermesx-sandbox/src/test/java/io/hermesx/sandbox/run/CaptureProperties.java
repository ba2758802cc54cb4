// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.Sha256;
import io.hermesx.core.sandbox.CapturedOutput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What is kept of a stream is its beginning and its end, however it arrives. */
class CaptureProperties {

  private static final String[] SIGNS = {"a", "\u00e9", "\u20ac", "\ud83d\ude00", "\ud55c"};

  @Property(tries = 500)
  void close_anyOctetsInAnyPieces_keepsBeginningAndEndWithCountAndDigest(
      @ForAll @IntRange(min = 8, max = 64) int kept,
      @ForAll byte[] octets,
      @ForAll @IntRange(min = 1, max = 40) int piece) {
    CapturedOutput captured = captured(kept, octets, piece);

    assertThat(captured.totalBytes()).isEqualTo(octets.length);
    assertThat(captured.digest()).isEqualTo(Sha256.raw(octets));
    assertThat(octets).startsWith(captured.head()).endsWith(captured.tail());
    if (octets.length <= kept) {
      assertThat(captured.droppedBytes()).isZero();
    } else {
      assertThat(captured.head().length).isBetween(kept / 2 - 3, kept / 2);
      assertThat(captured.tail().length).isBetween(kept - kept / 2 - 3, kept - kept / 2);
    }
  }

  @Property(tries = 500)
  void close_validText_isCutAtCharactersOnly(
      @ForAll @IntRange(min = 8, max = 64) int kept,
      @ForAll @IntRange(min = 1, max = 40) int piece,
      @ForAll @LongRange(min = 0) long seed)
      throws CharacterCodingException {
    Random random = new Random(seed);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (text.size() < 200) {
      text.writeBytes(SIGNS[random.nextInt(SIGNS.length)].getBytes(StandardCharsets.UTF_8));
    }

    CapturedOutput captured = captured(kept, text.toByteArray(), piece);

    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(captured.head()));
    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(captured.tail()));
    assertThat(captured.head().length).isGreaterThan(kept / 2 - 4);
    assertThat(captured.tail().length).isGreaterThan(kept - kept / 2 - 4);
  }

  @Property(tries = 200)
  void close_octetsThatAreNoText_loseNothingAtTheCut(
      @ForAll @IntRange(min = 8, max = 64) int kept,
      @ForAll @IntRange(min = 1, max = 40) int piece) {
    byte[] octets = new byte[300];
    Arrays.fill(octets, (byte) 0x80);

    CapturedOutput captured = captured(kept, octets, piece);

    assertThat(captured.head()).hasSize(kept / 2);
    assertThat(captured.tail()).hasSize(kept - kept / 2);
  }

  private static CapturedOutput captured(int kept, byte[] octets, int piece) {
    Capture capture = new Capture(kept);
    for (int from = 0; from < octets.length; from += piece) {
      byte[] part = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + piece));
      capture.append(part, part.length);
    }
    return capture.close();
  }
}
