// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.time.Duration;

/**
 * Where one layer stands after a decision.
 *
 * @param limit the layer
 * @param remaining how much could be taken at once right now
 * @param retryAfter how long until what was asked fits: zero if it does, empty burst and all;
 *     never, if it is more than the burst, is {@link RateDecision#NEVER}
 * @param resetAfter how long until the layer is full again if nothing is taken
 */
public record LimitState(
    RateLimit limit, long remaining, Duration retryAfter, Duration resetAfter) {}
