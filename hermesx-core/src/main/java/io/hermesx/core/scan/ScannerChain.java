// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks scanners one after the other. */
record ScannerChain(List<Scanner> scanners) implements Scanner {

  @Override
  public ScanVerdict scan(ScanInput input) {
    if (scanners.isEmpty()) {
      return ScanVerdict.pass(input.text());
    }
    ScanAction action = ScanAction.PASS;
    String text = input.text();
    Set<String> signals = new HashSet<>();
    for (Scanner scanner : scanners) {
      ScanVerdict verdict = scanner.scan(new ScanInput(input.tenant(), input.direction(), text));
      action = action.and(verdict.action());
      text = verdict.text();
      signals.addAll(verdict.signals());
    }
    return new ScanVerdict(action, text, signals);
  }

  @Override
  public int lookBehind() {
    return scanners.stream().mapToInt(Scanner::lookBehind).max().orElse(0);
  }

  /** The last place at which all of them can cut the text as it came in. */
  @Override
  public int cut(ScanInput input, int atMost) {
    int cut = atMost;
    int before;
    do {
      before = cut;
      for (Scanner scanner : scanners) {
        cut = scanner.cut(input, cut);
      }
    } while (cut > 0 && cut < before && scanners.size() > 1);
    return cut;
  }
}
