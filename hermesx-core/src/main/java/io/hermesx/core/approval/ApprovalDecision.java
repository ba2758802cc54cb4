// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.approval;

import io.hermesx.core.auth.Principal;
import io.hermesx.core.time.Instants;
import java.time.Instant;

/**
 * What a person said.
 *
 * @param approver the person
 * @param approved whether they agreed
 * @param at when, by the store's clock
 */
public record ApprovalDecision(Principal approver, boolean approved, Instant at) {

  /** Cuts the instant to the microseconds that every store keeps. */
  public ApprovalDecision {
    at = Instants.truncate(at);
  }
}
