// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tenant.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A scanned stream: what passes when, and when nothing more does. */
class StreamingScanTest {

  private static final String SECRET = SecretSamples.secrets().get(2).text();

  @Test
  void accept_prose_passesUpToTheUnfinishedWord() {
    StreamingScan scan = of(Scanners.secrets());

    assertThat(List.of(scan.accept("Your ord"), scan.accept("er 47"), scan.accept("11 is on")))
        .containsExactly("Your ", "order ", "4711 is ");
    assertThat(scan.end()).isEqualTo("on");
    assertThat(scan.action()).isEqualTo(ScanAction.PASS);
    assertThat(scan.signals()).isEmpty();
  }

  @Test
  void accept_secretInPieces_isReplacedAsAWhole() {
    StreamingScan scan = of(Scanners.secrets());
    StringBuilder passed = new StringBuilder(scan.accept("Use "));
    for (int i = 0; i < SECRET.length(); i++) {
      passed.append(scan.accept(SECRET.substring(i, i + 1)));
      assertThat(passed).hasToString("Use ");
    }

    passed.append(scan.accept(" for it.")).append(scan.end());

    assertThat(passed).hasToString("Use [secret:github-token] for it.");
    assertThat(scan.signals()).containsExactly("secret");
  }

  @Test
  void accept_headerOfAKeyInProse_isHeldUntilTheEndAndNotLonger() {
    StreamingScan scan = of(Scanners.secrets());
    String prose = "It starts with -----BEGIN " + "PRIVATE KEY----- and goes on.";

    assertThat(scan.accept(prose)).isEqualTo("It starts with ");
    assertThat(scan.end()).isEqualTo(prose.substring("It starts with ".length()));
  }

  @Test
  void accept_withoutScanner_passesAtOnce() {
    StreamingScan scan = of(Scanners.none());

    assertThat(scan.accept("gh")).isEqualTo("gh");
    assertThat(scan.accept("p_")).isEqualTo("p_");
    assertThat(scan.end()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = ScanAction.class, names = "PASS", mode = EnumSource.Mode.EXCLUDE)
  void accept_scannerDemandsMoreThanPass_nothingMorePasses(ScanAction demand) {
    StreamingScan scan = of(new ReplacingScanner("stop", demand));
    StringBuilder passed = new StringBuilder(scan.accept("before and then "));

    passed.append(scan.accept("st")).append(scan.accept("op and much more after it"));
    passed.append(scan.accept("and more")).append(scan.end());

    assertThat("before and then ").startsWith(passed);
    assertThat(scan.action()).isEqualTo(demand);
    assertThat(scan.signals()).containsExactly("word");
  }

  @Test
  void accept_scannerThrows_blocksFromThereOn() {
    Scanner failing =
        new Scanner() {
          @Override
          public ScanVerdict scan(ScanInput input) {
            throw new IllegalStateException("away");
          }

          @Override
          public int lookBehind() {
            return 0;
          }
        };
    StreamingScan scan = of(failing);

    assertThatThrownBy(() -> scan.accept("text")).hasMessage("away");

    assertThat(scan.action()).isEqualTo(ScanAction.BLOCK);
    assertThat(scan.accept("more")).isEmpty();
    assertThat(scan.end()).isEmpty();
  }

  @Test
  void accept_surrogatePairInTwoPieces_staysTogether() {
    for (Scanner scanner : List.of(Scanners.none(), Scanners.secrets())) {
      StreamingScan scan = of(scanner);

      assertThat(scan.accept("ok \ud83d")).isEqualTo("ok ");
      assertThat(scan.accept("\ude00 ok"))
          .isEqualTo("\ud83d\ude00 " + (scan.end().isEmpty() ? "ok" : ""));
    }
  }

  @Test
  void afterTheEnd_nothingIsTaken() {
    StreamingScan scan = of(Scanners.none());
    scan.end();

    assertThatThrownBy(() -> scan.accept("x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use a new StreamingScan");
    assertThatThrownBy(scan::end).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void accept_manyPiecesHeldBack_costsAboutOneScan() {
    CountingScanner scanner = new CountingScanner();
    StreamingScan scan = of(scanner);
    String block = "-----BEGIN " + "PRIVATE KEY----- x";
    int pieces = 20_000;

    scan.accept(block);
    for (int i = 0; i < pieces; i++) {
      scan.accept("x");
    }
    scan.end();

    assertThat(scanner.characters).isLessThan(10L * pieces);
  }

  /** Counts the characters it is shown. */
  private static final class CountingScanner implements Scanner {

    private final Scanner secrets = Scanners.secrets();
    private long characters;

    @Override
    public ScanVerdict scan(ScanInput input) {
      characters += input.text().length();
      return secrets.scan(input);
    }

    @Override
    public int lookBehind() {
      return secrets.lookBehind();
    }

    @Override
    public int cut(ScanInput input, int atMost) {
      characters += input.text().length();
      return secrets.cut(input, atMost);
    }
  }

  private static StreamingScan of(Scanner scanner) {
    return new StreamingScan(scanner, TenantId.named("acme"), ScanDirection.ANSWER);
  }
}
