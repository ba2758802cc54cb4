// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log with a node of the second level: more than 65,536 events. */
class LongBundleTest {

  private static final int EVENTS = 66_000;
  private static final long SECOND_LEVEL = 65_536;

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(bundle()), 1 << 16)) {
      LongBundle.write(EVENTS, out);
    }
  }

  private static Path bundle() {
    return folder.resolve("bundle");
  }

  private static VerificationReport verify(Path bundle) throws IOException {
    try (InputStream in = Files.newInputStream(bundle)) {
      return BundleVerifier.builder().threads(2).build().verify(in);
    }
  }

  @Test
  void repeatedId_atBothEndsOfALongLog_isTheOneFinding() throws IOException {
    VerificationReport report = verify(bundle());

    assertThat(report.findings())
        .extracting(Finding::code, Finding::seq)
        .containsExactly(tuple("id-repeated", EVENTS - 1L));
    assertThat(report.totals().events()).isEqualTo(EVENTS);
  }

  @Test
  void nodeOfTheSecondLevel_thatIsAnother_isFound() throws IOException {
    List<String> lines = Files.readAllLines(bundle(), US_ASCII);
    int first = find(lines, "{\"kind\":\"node\",\"level\":1,\"index\":255,");
    int second = find(lines, "{\"kind\":\"node\",\"level\":2,\"index\":0,");
    String hash = lines.get(first).replaceAll(".*\"hash\":", "\"hash\":");
    lines.set(second, lines.get(second).replaceAll("\"hash\":.*", hash));
    Path other = Files.write(folder.resolve("other"), lines, US_ASCII);

    assertThat(verify(other).findings())
        .extracting(Finding::code, Finding::seq)
        .containsExactlyInAnyOrder(
            tuple("node-mismatch", SECOND_LEVEL - 1), tuple("id-repeated", EVENTS - 1L));
  }

  private static int find(List<String> lines, String start) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError(start);
  }
}
