// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** However a text is cut into pieces, what passes is what the scanner makes of the whole. */
@PropertyDefaults(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
class StreamingScanProperties {

  private static final TenantId TENANT = TenantId.named("acme");
  private static final Scanner WORD = new ReplacingScanner("forbidden", ScanAction.PASS);
  private static final List<String> SECRETS =
      SecretSamples.secrets().stream()
          .map(SecretSamples::text)
          .filter(text -> text.length() < 1_000)
          .toList();

  @Provide
  Arbitrary<List<String>> fragments() {
    Arbitrary<String> plain =
        Arbitraries.of(
            " ",
            " ",
            "\n",
            "\\n",
            ".",
            "-",
            "_",
            "=",
            "the",
            "order",
            "risk",
            "task",
            "1",
            "2026",
            "forbidden",
            "forbid",
            "den",
            "f",
            "sk",
            "sk-",
            "s",
            "gh",
            "ghp_",
            "github_",
            "AKIA",
            "AK",
            "eyJ",
            "eyJab.",
            "eyJab.eyJ",
            "hmx_",
            "xox",
            "AIza",
            "hooks.slack.com/",
            "\\",
            "n",
            "-----",
            "-----BEGIN ",
            "PRIVATE KEY-----",
            "-----END ",
            "\u00e9",
            "\ud83d\ude00",
            "\u6f22");
    return Arbitraries.frequencyOf(Tuple.of(9, plain), Tuple.of(1, Arbitraries.of(SECRETS)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Property
  void secrets_streamed_equalTheWhole(
      @ForAll("fragments") List<String> fragments, @ForAll Random random) {
    check(Scanners.secrets(), String.join("", fragments), random);
  }

  @Property
  void scannerThatOnlyLooksBehind_streamed_equalsTheWhole(
      @ForAll("fragments") List<String> fragments, @ForAll Random random) {
    check(WORD, String.join("", fragments), random);
  }

  @Property
  void chain_streamed_equalsTheWhole(
      @ForAll("fragments") List<String> fragments, @ForAll Random random) {
    check(Scanners.chain(Scanners.secrets(), WORD), String.join("", fragments), random);
  }

  @Property
  void plantedSecret_betweenBlanks_neverPasses(
      @ForAll("fragments") List<String> fragments, @ForAll Random random) {
    String planted = SECRETS.get(random.nextInt(SECRETS.size()));
    List<String> around = new ArrayList<>(fragments);
    around.removeAll(SECRETS);
    around.add(random.nextInt(around.size() + 1), " " + planted + " ");

    String passed = joined(streamed(Scanners.secrets(), String.join("", around), random));

    assertThat(passed).doesNotContain(planted);
  }

  private static void check(Scanner scanner, String text, Random random) {
    ScanVerdict whole = scanner.scan(new ScanInput(TENANT, ScanDirection.ANSWER, text));
    List<String> passed = streamed(scanner, text, random);
    Statistics.label("found").collect(!whole.signals().isEmpty());

    assertThat(joined(passed)).isEqualTo(whole.text());
    for (String piece : passed) {
      assertThat(endsInsidePair(piece)).isFalse();
    }
  }

  private static List<String> streamed(Scanner scanner, String text, Random random) {
    StreamingScan scan = new StreamingScan(scanner, TENANT, ScanDirection.ANSWER);
    List<String> passed = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(12));
      passed.add(scan.accept(text.substring(at, end)));
      at = end;
    }
    passed.add(scan.end());
    assertThat(scan.action()).isEqualTo(ScanAction.PASS);
    return passed;
  }

  private static String joined(List<String> pieces) {
    return String.join("", pieces);
  }

  private static boolean endsInsidePair(String piece) {
    return !piece.isEmpty() && Character.isHighSurrogate(piece.charAt(piece.length() - 1));
  }
}
