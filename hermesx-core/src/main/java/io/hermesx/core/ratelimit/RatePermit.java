// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.util.List;
import java.util.UUID;

/**
 * What a decision took, so that it can be released when the call ends, or given back if it never
 * runs.
 *
 * @param id unique
 * @param request what was taken
 * @param limits the layers it was taken from
 * @param takenAtMicros when, in microseconds since 1970 by the clock of the state it was taken from
 * @param mode where it was taken
 */
public record RatePermit(
    UUID id, RateRequest request, List<RateLimit> limits, long takenAtMicros, RateMode mode) {

  /** Copies the list. */
  public RatePermit {
    limits = List.copyOf(limits);
  }

  /** Tells whether it holds a slot of a limit on concurrency, which ends unless it is renewed. */
  public boolean holdsSlot() {
    for (RateLimit limit : limits) {
      if (limit.algorithm() instanceof RateAlgorithm.Concurrency) {
        return true;
      }
    }
    return false;
  }
}
