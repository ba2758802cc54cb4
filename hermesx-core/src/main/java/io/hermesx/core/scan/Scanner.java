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
   * comes next could make them part of a finding; 0 if each piece can be judged by itself.
   */
  int lookBehind();
}
