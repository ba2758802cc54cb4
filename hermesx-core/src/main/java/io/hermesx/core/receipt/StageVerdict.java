// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.receipt;

import io.hermesx.core.internal.Names;

/**
 * What one stage said of a call.
 *
 * @param stage the stage
 * @param verdict a short code such as {@code allow} or {@code over_budget}, never free text
 * @param micros how long the stage took, in microseconds
 */
public record StageVerdict(Stage stage, String verdict, long micros) {

  /** Checks the code. */
  public StageVerdict {
    Names.requireToken("stage verdict", verdict);
  }
}
