// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are taken for secrets, and what becomes of them. */
class SecretScannerTest {

  private static final Scanner SCANNER = Scanners.secrets();

  static List<SecretSamples> samples() {
    return SecretSamples.all();
  }

  static List<SecretSamples> secrets() {
    return SecretSamples.secrets();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sample_inProse_isReplacedIfItIsASecret(SecretSamples sample) {
    String text = "It is \"" + sample.text() + "\", I think.";
    ScanVerdict verdict = scan(ScanDirection.TOOL_RESULT, text);

    assertThat(verdict.action()).isEqualTo(ScanAction.PASS);
    if (sample.kind().isPresent()) {
      String marker = "[secret:" + sample.kind().get() + "]";
      assertThat(verdict.text()).isEqualTo("It is \"" + marker + "\", I think.");
      assertThat(verdict.signals()).containsExactly("secret");
    } else {
      assertThat(verdict).isEqualTo(ScanVerdict.pass(text));
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secret_whereverItStands_isReplaced(SecretSamples sample) {
    for (String before : List.of("", "=", "\n", ":\\n", "\\t", "'", "/", "Bearer ", "\u00e9")) {
      assertThat(scan(ScanDirection.PROMPT, before + sample.text()).text())
          .isEqualTo(before + "[secret:" + sample.kind().orElseThrow() + "]");
    }
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void secret_inArguments_isBlockedUnchanged(SecretSamples sample) {
    String text = "{\"note\":\"" + sample.text() + "\"}";

    assertThat(scan(ScanDirection.TOOL_ARGUMENTS, text))
        .isEqualTo(new ScanVerdict(ScanAction.BLOCK, text, Set.of("secret")));
  }

  @ParameterizedTest
  @EnumSource(ScanAction.class)
  void secret_inArguments_demandsWhatWasChosen(ScanAction action) {
    String secret = SecretSamples.secrets().get(0).text();
    ScanVerdict verdict =
        Scanners.secrets(action).scan(input(ScanDirection.TOOL_ARGUMENTS, secret));

    assertThat(verdict).isEqualTo(new ScanVerdict(action, secret, Set.of("secret")));
  }

  @ParameterizedTest
  @EnumSource(value = ScanDirection.class, names = "TOOL_ARGUMENTS", mode = EnumSource.Mode.EXCLUDE)
  void secrets_inOneText_areAllReplaced(ScanDirection direction) {
    List<SecretSamples> all = SecretSamples.secrets();
    String text = all.stream().map(SecretSamples::text).collect(Collectors.joining(" and "));
    String clean =
        all.stream()
            .map(sample -> "[secret:" + sample.kind().orElseThrow() + "]")
            .collect(Collectors.joining(" and "));

    assertThat(scan(direction, text).text()).isEqualTo(clean);
    assertThat(scan(direction, clean)).isEqualTo(ScanVerdict.pass(clean));
  }

  @Test
  void privateKey_longerThanTheBound_isSeenUpToItOnly() {
    String header = "-----BEGIN " + "PRIVATE KEY-----\n";
    String key = header + "A".repeat(40_000) + "\n-----END PRIVATE KEY-----";

    String text = scan(ScanDirection.PROMPT, key).text();

    assertThat(text).startsWith("[secret:private-key]AAA");
    assertThat(text)
        .hasSize(key.length() - PemPattern.MAX_LENGTH + "[secret:private-key]".length());
  }

  static Stream<String> adversaries() {
    return Stream.of(
        "A",
        "-",
        "s",
        "g",
        "x",
        "h",
        "e",
        "r",
        "eyJ",
        "eyJ.",
        "eyJa.eyJ ",
        "eyJa.eyJ",
        "eyJ-",
        "sk-",
        "sk- ",
        "sk-a",
        "sk-a_",
        "hmx_",
        "hmx_a",
        "hmx_-",
        "AKIA",
        "AKI",
        "AKIA ",
        "AKIAAAAAAAAAAAAAAAA ",
        "AIza",
        "AIza-",
        "AIzaaaaaaaaaaaaaaaaaaaa!",
        "ghp_",
        "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
        "ghs_",
        "ghs_a ",
        "github_pat_",
        "xoxb-",
        "xoxb-a ",
        "sk_live_",
        "sk_live_aaaaaaaaaa ",
        "hooks.slack.com/services/",
        "hooks.slack.com/services/ ",
        "\\n",
        "\\",
        "n",
        "\\\\",
        "-----BEGIN ",
        "-----END ",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----AAAA ",
        "-----BEGIN PRIVATE KEY----------END ",
        "-----BEGIN PRIVATE KEY-----\n" + "\n".repeat(300) + "!",
        "-----BEGIN AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "-----BEGIN PRIVATE KEY-----" + "AAAAAAAAAAAAAAAA ".repeat(100) + "!");
  }

  @ParameterizedTest
  @MethodSource("adversaries")
  void megabyte_ofTheWorstText_takesAFewStepsACharacter(String unit) {
    CountedText text = new CountedText(unit.repeat((1 << 20) / unit.length() + 1));
    SecretFinder finder = new SecretFinder();
    SecretProbe probe = new SecretProbe(text);

    SecretFinder.Finding finding = finder.find(probe, 0);
    while (finding != null) {
      finding = finder.find(probe, finding.end());
    }

    assertThat(text.steps()).isBetween((long) text.length(), 50L * text.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void cut_neverPassesWhereItWasAskedTo(int atMost) {
    assertThat(SCANNER.cut(input(ScanDirection.ANSWER, "some text"), atMost)).isBetween(0, atMost);
  }

  private static ScanVerdict scan(ScanDirection direction, String text) {
    return SCANNER.scan(input(direction, text));
  }

  private static ScanInput input(ScanDirection direction, String text) {
    return new ScanInput(TenantId.named("acme"), direction, text);
  }
}
