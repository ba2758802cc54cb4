// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.shared;

import io.hermesx.core.ratelimit.RateDecision;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param amount how much was leased; for the others 1 if it was done (all of it) and 0 if not
 * @param decision the decision, of those who ask for one
 * @param now when, by the clock of the shared state, µs
 */
public record Answer(long amount, @Nullable RateDecision decision, long now) {

  /** Tells whether it was done. */
  public boolean done() {
    return amount > 0;
  }
}
