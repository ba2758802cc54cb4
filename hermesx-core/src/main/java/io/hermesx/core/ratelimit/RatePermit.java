// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit;

import java.util.UUID;

/**
 * What a decision took, so that it can be given back if the call never runs.
 *
 * @param id unique
 * @param request what was taken
 * @param takenAtNanos when, by the limiter's own clock
 */
public record RatePermit(UUID id, RateRequest request, long takenAtNanos) {}
