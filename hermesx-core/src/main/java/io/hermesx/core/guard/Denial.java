// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.guard;

import io.hermesx.core.receipt.Stage;
import java.time.Duration;
import java.util.Optional;

/**
 * A refusal with its reason.
 *
 * @param code why; stable
 * @param stage the stage that refused
 * @param hint a text that is safe to show to the model
 * @param reason why in detail, for the host's own log and for operators; names rules and limits,
 *     never argument values
 * @param retryAfter how long to wait before the same call can succeed, where that is known
 */
public record Denial(
    DenialCode code, Stage stage, String hint, String reason, Optional<Duration> retryAfter) {

  /** A refusal with the code's own hint. */
  static Denial of(DenialCode code, Stage stage, String reason) {
    return new Denial(code, stage, code.hint(), reason, Optional.empty());
  }
}
