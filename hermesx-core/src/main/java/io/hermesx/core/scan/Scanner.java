// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

/**
 * Looks at a text on its way in or out. A scanner can only tighten: notice, replace, ask for a
 * person, block. It never allows anything. Implementations are thread-safe and answer in time
 * linear in the text. One that throws counts as {@link ScanAction#BLOCK}.
 */
public interface Scanner {

  /** Looks at a text. */
  ScanVerdict scan(ScanInput input);

  /**
   * Returns the most characters of the end of a streamed text that must be held back because what
   * comes next could make them part of a finding; 0 if each piece can be judged by itself. A
   * finding, with everything around it that it depends on, is at most one character longer.
   */
  int lookBehind();

  /**
   * Returns a place, at most {@code atMost}, where a streamed text can be cut so that both sides,
   * scanned apart, come out as the whole would, whatever is still to come; 0 if none was found.
   *
   * <p>This implementation tries places at a distance of {@link #lookBehind} and takes the last one
   * around which there is no finding. A scanner that knows where its unfinished findings start
   * overrides it, and then holds back less.
   *
   * @param input the text so far
   * @param atMost the last place that is of interest, at most the length of the text
   */
  default int cut(ScanInput input, int atMost) {
    int reach = lookBehind();
    if (reach == 0) {
      return atMost;
    }
    String text = input.text();
    for (int at = Math.min(atMost, text.length() - reach); at > 0; at -= reach) {
      String around = text.substring(Math.max(0, at - reach), at + reach);
      ScanInput window = new ScanInput(input.tenant(), input.direction(), around);
      if (scan(window).equals(ScanVerdict.pass(around))) {
        return at;
      }
    }
    return 0;
  }
}
