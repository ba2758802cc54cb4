// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import io.hermesx.core.internal.Names;
import java.util.Set;

/**
 * What a scanner found.
 *
 * @param action what it demands
 * @param text the text with what must not pass replaced; the same text if nothing was
 * @param signals what it noticed, as short codes such as {@code secret}, for policy to see
 */
public record ScanVerdict(ScanAction action, String text, Set<String> signals) {

  /** Checks and copies the signals. */
  public ScanVerdict {
    signals.forEach(signal -> Names.requireToken("scan signal", signal));
    signals = Set.copyOf(signals);
  }

  /** Nothing found. */
  public static ScanVerdict pass(String text) {
    return new ScanVerdict(ScanAction.PASS, text, Set.of());
  }
}
