// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import java.util.Set;

/** Replaces a word, and says no more about streams than a host's own scanner has to. */
record ReplacingScanner(String word, ScanAction action) implements Scanner {

  @Override
  public ScanVerdict scan(ScanInput input) {
    String text = input.text();
    return text.contains(word)
        ? new ScanVerdict(action, text.replace(word, "[word]"), Set.of("word"))
        : ScanVerdict.pass(text);
  }

  @Override
  public int lookBehind() {
    return word.length() - 1;
  }
}
