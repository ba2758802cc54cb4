// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.core.Sha256;
import java.util.Optional;

/**
 * Where an anchor file ended when it was read.
 *
 * @param lines how many complete lines it had; 0 proves nothing about any log
 * @param hash the hash of the last line that could be read; empty if there was none
 * @param octetsBehind how many octets followed the last complete line: what a crash left of one, or
 *     one that is being written
 */
public record AnchorFileEnd(long lines, Optional<Sha256> hash, int octetsBehind) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public AnchorFileEnd {
    if (lines < 0 || octetsBehind < 0) {
      throw new IllegalArgumentException(
          "an anchor file has "
              + lines
              + " lines and "
              + octetsBehind
              + " octets behind them, allowed: 0 or more");
    }
  }
}
