// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.Sha256;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CapturedOutputProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "\u00e4", "\u20ac", "\ud83d\ude00")
        .list()
        .ofMaxSize(20)
        .map(pieces -> String.join("", pieces));
  }

  /** Also where the cut goes through a character. */
  @Property
  void text_everythingKept_isTheTextWhereverHeadEnds(
      @ForAll("texts") String text, @ForAll @IntRange(max = 80) int cut) {
    byte[] octets = text.getBytes(UTF_8);
    int at = Math.min(cut, octets.length);

    CapturedOutput output =
        new CapturedOutput(
            Arrays.copyOf(octets, at),
            Arrays.copyOfRange(octets, at, octets.length),
            octets.length,
            Sha256.raw(octets));

    assertThat(output.text()).isEqualTo(text);
    assertThat(output.droppedBytes()).isZero();
  }

  @Property
  void text_someLeftOut_saysExactlyHowMuch(
      @ForAll byte[] head, @ForAll byte[] tail, @ForAll @IntRange(min = 1) int dropped) {
    CapturedOutput output =
        new CapturedOutput(head, tail, (long) head.length + tail.length + dropped, Sha256.raw());

    assertThat(output.droppedBytes()).isEqualTo(dropped);
    assertThat(output.text())
        .startsWith(new String(head, UTF_8))
        .contains("\n[" + dropped + " bytes left out]\n")
        .endsWith(new String(tail, UTF_8));
  }

  @Example
  void text_invalidUtf8_isReplaced() {
    byte[] octets = {'a', (byte) 0xff, (byte) 0xc3, 'b'};

    assertThat(new CapturedOutput(octets, new byte[0], 4, Sha256.raw()).text())
        .isEqualTo("a\ufffd\ufffdb");
    assertThat(CapturedOutput.EMPTY.text()).isEmpty();
  }

  @Example
  void totalBytes_lessThanWhatIsKept_isRefused() {
    assertThatThrownBy(() -> new CapturedOutput(new byte[3], new byte[2], 4, Sha256.raw()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "captured output counts 4 octets and keeps 3 and 2, allowed: at least what it keeps;"
                + " count before cutting");
  }
}
