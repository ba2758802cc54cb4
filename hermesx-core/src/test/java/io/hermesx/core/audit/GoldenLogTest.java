// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.audit.format.HeaderFormat;
import io.hermesx.core.json.JsonLimits;
import io.hermesx.core.json.JsonObject;
import io.hermesx.core.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code makes the octets of the golden file, and the golden file is what the page describes. */
class GoldenLogTest {

  private static final String FILE = "golden-log-v1.txt";

  static List<String> goldenLines() throws IOException {
    try (InputStream in = GoldenLogTest.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), US_ASCII).lines().toList();
    }
  }

  /** The values of one kind, in order. */
  static List<String> golden(String kind) throws IOException {
    return goldenLines().stream()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts[0].equals(kind))
        .map(parts -> parts[2])
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "und, UTC",
    "tr-TR, Asia/Colombo",
    "ar-EG-u-nu-arab, Africa/Cairo",
    "th-TH-u-ca-buddhist-nu-thai, Pacific/Kiritimati"
  })
  void code_anyLocaleAndTimeZone_makesTheGoldenOctets(String locale, String zone)
      throws IOException {
    Locale localeBefore = Locale.getDefault();
    TimeZone zoneBefore = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(locale));
      TimeZone.setDefault(TimeZone.getTimeZone(zone));

      assertThat(new GoldenLog().lines()).isEqualTo(goldenLines());
    } finally {
      Locale.setDefault(localeBefore);
      TimeZone.setDefault(zoneBefore);
    }
  }

  @Test
  void chain_overTheGoldenEvents_isIntact() throws IOException {
    AuditVerification verification = new GoldenLog().verify();

    assertThat(verification.intact()).isTrue();
    assertThat(verification.root().hex()).isEqualTo(golden("root").get(20));
  }

  @Test
  void goldenHeaders_asTheNaiveReadingHasThem_areOneChainAndTree() throws IOException {
    List<byte[]> headers = golden("header").stream().map(h -> h.getBytes(US_ASCII)).toList();

    assertThat(NaiveLog.findings(headers)).isEmpty();
    assertThat(headers.stream().map(h -> HexFormat.of().formatHex(NaiveTree.leaf(h))))
        .containsExactlyElementsOf(golden("leaf"));
    assertThat(
            IntStream.rangeClosed(0, 20)
                .mapToObj(size -> NaiveTree.root(headers.subList(0, size)))
                .map(HexFormat.of()::formatHex))
        .containsExactlyElementsOf(golden("root"));
  }

  @Test
  void goldenHeaders_withoutTheirPlace_areWhatWasStaged() throws IOException {
    List<String> withoutPlace = new ArrayList<>();
    for (String header : golden("header")) {
      JsonObject.Builder staged = JsonObject.builder();
      JsonObject.parseObject(header)
          .members()
          .forEach(
              (name, value) -> {
                if (!Set.of("origin", "prev", "rec_ts_us", "seq", "writer").contains(name)) {
                  staged.put(name, value);
                }
              });
      withoutPlace.add(staged.build().canonical());
    }

    assertThat(withoutPlace).isEqualTo(golden("staged"));
  }

  @Test
  void goldenHeaders_together_useEveryFieldOfTheFormat() throws IOException {
    Set<String> used = new TreeSet<>();
    for (String header : golden("header")) {
      used.addAll(JsonObject.parseObject(header).keys());
    }

    assertThat(used)
        .containsExactlyElementsOf(
            IntStream.range(0, HeaderFormat.HEADER.size())
                .mapToObj(HeaderFormat.HEADER::name)
                .toList());
  }

  @Test
  void commitment_ofSaltAndDigest_isTheGoldenOne() throws IOException {
    byte[] naive =
        NaiveTree.sha256(
            "hermesx/audit/commitment/v1\0".getBytes(US_ASCII),
            GoldenLog.SALT.octets(),
            GoldenLog.DIGEST.octets());

    assertThat(HexFormat.of().formatHex(naive)).isEqualTo(golden("commitment").get(0));
  }

  @Test
  void goldenHeaders_readAsJson_areTheirOwnCanonicalForm() throws IOException {
    for (String header : golden("header")) {
      byte[] octets = header.getBytes(US_ASCII);
      assertThat(JsonValue.parse(octets, JsonLimits.STANDARD).canonicalBytes()).isEqualTo(octets);
    }
  }
}
