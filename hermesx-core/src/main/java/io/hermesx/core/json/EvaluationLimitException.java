// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.json;

import io.hermesx.core.HermesException;

/** Stops an evaluation that would take too long; the value then counts as invalid. */
final class EvaluationLimitException extends HermesException {

  private static final long serialVersionUID = 1L;

  /** Takes what would take too long, as a clause without content. */
  EvaluationLimitException(String reason) {
    super(reason);
  }
}
