// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.scan;

import java.util.List;

/** The scanners that HermesX brings, and the explicit choice of none. */
public final class Scanners {

  private Scanners() {}

  /** Looks at nothing. Choosing it is explicit. */
  public static Scanner none() {
    return chain();
  }

  /**
   * Asks each in turn, on the text as the one before left it; the strictest demand counts, signals
   * add up.
   */
  public static Scanner chain(Scanner... scanners) {
    return new ScannerChain(List.of(scanners));
  }
}
