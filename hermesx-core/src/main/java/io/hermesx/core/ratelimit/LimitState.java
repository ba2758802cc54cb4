// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.time.Duration;

/**
 * Where one layer stands after a decision.
 *
 * @param limit the layer
 * @param remaining how much could be taken at once right now
 * @param retryAfter how long until what was asked fits: zero if it does, in whole microseconds
 *     rounded up; never, if it is more than the capacity, is {@link RateDecision#NEVER}. For
 *     concurrency it is when enough leases end, and a release may come before
 * @param resetAfter how long until the layer is as if unused if nothing more is taken
 */
public record LimitState(
    RateLimit limit, long remaining, Duration retryAfter, Duration resetAfter) {

  /** Tells whether what was asked does not fit, also where the layer is only watched. */
  public boolean exceeded() {
    return !retryAfter.isZero();
  }
}
