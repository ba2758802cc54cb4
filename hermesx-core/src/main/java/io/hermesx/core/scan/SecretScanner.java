// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import java.util.Set;

/** Looks for secrets of well-known shape; {@link Scanners#secrets()} says which and what not. */
final class SecretScanner implements Scanner {

  private static final Set<String> SIGNALS = Set.of("secret");

  /** A word before a cut that is kept together with what follows; longer ones may be cut. */
  private static final int LONGEST_WORD = 64;

  private final SecretFinder finder = new SecretFinder();
  private final ScanAction inArguments;

  /**
   * A scanner.
   *
   * @param inArguments what a secret in arguments demands, where it cannot be replaced
   */
  SecretScanner(ScanAction inArguments) {
    this.inArguments = inArguments;
  }

  @Override
  public ScanVerdict scan(ScanInput input) {
    String text = input.text();
    SecretProbe probe = new SecretProbe(text);
    SecretFinder.Finding finding = finder.find(probe, 0);
    if (finding == null) {
      return ScanVerdict.pass(text);
    }
    if (!input.direction().mayRedact()) {
      return new ScanVerdict(inArguments, text, SIGNALS);
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    while (finding != null) {
      out.append(text, done, finding.start()).append("[secret:").append(finding.kind()).append(']');
      done = finding.end();
      finding = finder.find(probe, done);
    }
    return new ScanVerdict(
        ScanAction.PASS, out.append(text, done, text.length()).toString(), SIGNALS);
  }

  @Override
  public int lookBehind() {
    return PemPattern.MAX_LENGTH + LONGEST_WORD;
  }

  /**
   * Cuts before the first place that more text could make a secret of, and before the word it
   * stands in, because whether a prefix starts a word can matter.
   */
  @Override
  public int cut(ScanInput input, int atMost) {
    String text = input.text();
    SecretProbe probe = new SecretProbe(text);
    int cut = atMost;
    int least = 0;
    for (SecretFinder.Finding finding = finder.find(probe, 0);
        finding != null && finding.start() < cut;
        finding = finder.find(probe, finding.end())) {
      if (finding.end() > cut) {
        cut = finding.start();
      } else {
        least = finding.end();
      }
    }
    return wordStart(text, Math.min(cut, probe.openFrom()), least);
  }

  private static int wordStart(String text, int cut, int least) {
    int start = cut;
    while (start > least && cut - start < LONGEST_WORD && isWord(text.charAt(start - 1))) {
      start--;
    }
    while (start > least && text.charAt(start - 1) == '\\') {
      start--;
    }
    return start;
  }

  /** An escape such as the line feed in JSON text belongs to the word after it. */
  private static boolean isWord(char c) {
    return c == '\\' || Alphabet.ALPHANUMERIC.contains(c);
  }
}
