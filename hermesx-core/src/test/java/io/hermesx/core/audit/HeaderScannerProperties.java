// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.audit.format.HeaderRefusedException;
import io.hermesx.core.audit.format.HeaderScanner;
import io.hermesx.core.audit.format.HeaderView;
import io.hermesx.core.audit.format.ScannedMember;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A scanner that has read other headers before takes and reads exactly what the reader does. */
class HeaderScannerProperties {

  private final List<String> headers = GoldenLogTest.golden("header");

  HeaderScannerProperties() throws IOException {}

  @Property(tries = 1_000)
  void header_behindOthers_isReadAsByItself(@ForAll long seed) {
    Random random = new Random(seed);
    HeaderScanner scanner = new HeaderScanner();
    for (int i = 0; i < 12; i++) {
      byte[] octets = headers.get(random.nextInt(headers.size())).getBytes(US_ASCII);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        octets = HeaderReaderProperties.change(octets, random);
      }
      Optional<HeaderView> expected = view(octets);

      boolean read = scanner.read(Arrays.copyOf(octets, octets.length + 9), octets.length);

      assertThat(read).as(new String(octets, UTF_8)).isEqualTo(expected.isPresent());
      expected.ifPresent(header -> requireSame(scanner, header));
    }
  }

  /** A text or number of each length, between octets that stay as they are. */
  @Property(tries = 1_000)
  void text_orNumberThatChanges_isReadAsByItself(@ForAll long seed) {
    Random random = new Random(seed);
    HeaderScanner scanner = new HeaderScanner();
    String header = headers.get(random.nextInt(headers.size()));
    scanner.read(header.getBytes(US_ASCII), header.length());
    for (String other : List.of(text(random), number(random), "x".repeat(random.nextInt(600)))) {
      String changed =
          header
              .replaceFirst("\"type\":\"[^\"]*\"", literal("\"type\":\"" + other + "\""))
              .replaceFirst("\"seq\":\\d+", literal("\"seq\":" + number(random)));
      byte[] octets = changed.getBytes(UTF_8);
      Optional<HeaderView> expected = view(octets);

      assertThat(scanner.read(octets, octets.length)).as(changed).isEqualTo(expected.isPresent());
      expected.ifPresent(view -> requireSame(scanner, view));
    }
  }

  private static String literal(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(24); length > 0; length--) {
      text.append((char) (' ' + random.nextInt(random.nextInt(8) == 0 ? 200 : 95)));
    }
    return text.toString();
  }

  private static String number(Random random) {
    String digits = Long.toString(random.nextLong() >>> random.nextInt(63));
    return random.nextInt(6) == 0 ? "0" + digits : digits;
  }

  private static Optional<HeaderView> view(byte[] octets) {
    try {
      return Optional.of(HeaderView.header(octets));
    } catch (HeaderRefusedException e) {
      return Optional.empty();
    }
  }

  private static void requireSame(HeaderScanner scanner, HeaderView header) {
    assertThat(new UUID(scanner.idHigh(), scanner.idLow()))
        .hasToString(header.text(HeaderFormat.EVENT_ID));
    assertThat(scanner.text(ScannedMember.ORIGIN)).isEqualTo(header.text(HeaderFormat.ORIGIN));
    assertThat(scanner.whole(ScannedMember.SEQ)).isEqualTo(header.whole(HeaderFormat.SEQ));
    assertThat(scanner.text(ScannedMember.PREVIOUS)).isEqualTo(header.text(HeaderFormat.PREVIOUS));
    assertThat(scanner.whole(ScannedMember.RECORDED_AT))
        .isEqualTo(header.whole(HeaderFormat.RECORDED_AT));
    assertThat(scanner.text(ScannedMember.TYPE)).isEqualTo(header.text(HeaderFormat.TYPE));
    HeaderView writer = header.writer();
    assertThat(scanner.text(ScannedMember.INSTANCE)).isEqualTo(writer.text(HeaderFormat.INSTANCE));
    assertThat(scanner.whole(ScannedMember.COUNTER)).isEqualTo(writer.whole(HeaderFormat.COUNTER));
    List<HeaderView> bodies = header.bodies();
    assertThat(scanner.bodies()).isEqualTo(bodies.size());
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(scanner.bodyPath(i)).isEqualTo(bodies.get(i).text(HeaderFormat.PATH));
      assertThat(scanner.bodyDigest(i))
          .isEqualTo(bodies.get(i).text(HeaderFormat.CIPHERTEXT_DIGEST));
      assertThat(scanner.bodyLength(i)).isEqualTo(bodies.get(i).whole(HeaderFormat.LENGTH));
    }
  }
}
