// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScannerChainProperties {

  private static final TenantId ACME = TenantId.named("acme");

  /** A scanner that appends its letter, demands and signals. */
  private record Appending(char letter, ScanAction action, Set<String> signals, int lookBehind)
      implements Scanner {

    @Override
    public ScanVerdict scan(ScanInput input) {
      return new ScanVerdict(action, input.text() + letter, signals);
    }
  }

  @Provide
  Arbitrary<List<Appending>> scanners() {
    return Combinators.combine(
            Arbitraries.chars().range('a', 'e'),
            Arbitraries.of(ScanAction.class),
            Arbitraries.of("secret", "pii", "injection").set(),
            Arbitraries.integers().between(0, 50))
        .as(Appending::new)
        .list()
        .ofMaxSize(6);
  }

  @Property
  void scan_strictestWinsTextFlowsOnAndSignalsJoin(
      @ForAll("scanners") List<Appending> scanners, @ForAll ScanDirection direction) {
    StringBuilder text = new StringBuilder("x");
    Set<String> signals = new HashSet<>();
    ScanAction strictest = ScanAction.PASS;
    for (Appending scanner : scanners) {
      text.append(scanner.letter());
      signals.addAll(scanner.signals());
      strictest = scanner.action().compareTo(strictest) > 0 ? scanner.action() : strictest;
    }

    ScanVerdict verdict = chain(scanners).scan(new ScanInput(ACME, direction, "x"));

    assertThat(verdict).isEqualTo(new ScanVerdict(strictest, text.toString(), signals));
  }

  @Property
  void scan_oneScannerMore_neverLoosens(
      @ForAll("scanners") List<Appending> scanners, @ForAll("scanners") List<Appending> more) {
    List<Appending> all = new ArrayList<>(scanners);
    all.addAll(more);

    assertThat(scan(chain(all), "x").action())
        .isGreaterThanOrEqualTo(scan(chain(scanners), "x").action());
    assertThat(scan(chain(all), "x").signals()).containsAll(scan(chain(scanners), "x").signals());
  }

  @Property
  void chain_ofChains_isTheChainOfAll(
      @ForAll("scanners") List<Appending> one, @ForAll("scanners") List<Appending> other) {
    List<Appending> all = new ArrayList<>(one);
    all.addAll(other);

    assertThat(scan(Scanners.chain(chain(one), chain(other)), "x"))
        .isEqualTo(scan(chain(all), "x"));
  }

  @Property
  void lookBehind_isTheLongestOfAll(@ForAll("scanners") List<Appending> scanners) {
    int longest = scanners.stream().mapToInt(Appending::lookBehind).max().orElse(0);

    assertThat(chain(scanners).lookBehind()).isEqualTo(longest);
  }

  @Property
  void and_isTheStricterInAnyOrder(@ForAll ScanAction one, @ForAll ScanAction other) {
    assertThat(one.and(other)).isEqualTo(other.and(one)).isGreaterThanOrEqualTo(one);
    assertThat(List.of(one, other)).contains(one.and(other));
  }

  @Example
  void scan_scannerThatThrows_isNotPassedOver() {
    Scanner broken =
        new Scanner() {
          @Override
          public ScanVerdict scan(ScanInput input) {
            throw new IllegalStateException("the test broke it");
          }

          @Override
          public int lookBehind() {
            return 0;
          }
        };

    assertThatThrownBy(() -> scan(Scanners.chain(Scanners.none(), broken), "x"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Example
  void none_anything_passesAsItIs() {
    assertThat(scan(Scanners.none(), "x")).isEqualTo(ScanVerdict.pass("x"));
    assertThat(Scanners.none().lookBehind()).isZero();
  }

  @Example
  void directions_argumentsAlone_areNeverChanged() {
    for (ScanDirection direction : ScanDirection.values()) {
      assertThat(direction.mayRedact()).isEqualTo(direction != ScanDirection.TOOL_ARGUMENTS);
    }
  }

  @Example
  void signal_freeText_isRefused() {
    assertThatThrownBy(() -> new ScanVerdict(ScanAction.PASS, "x", Set.of("my secret is 42")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("scan signal has a character at index 2 ")
        .hasMessageNotContaining("42");
  }

  private static Scanner chain(List<Appending> scanners) {
    return Scanners.chain(scanners.toArray(Scanner[]::new));
  }

  private static ScanVerdict scan(Scanner scanner, String text) {
    return scanner.scan(new ScanInput(ACME, ScanDirection.TOOL_RESULT, text));
  }
}
