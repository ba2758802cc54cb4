// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.budget;

import io.hermesx.core.Dimensions;
import java.time.Instant;

/**
 * What a call may cost at most.
 *
 * @param id the reservation to make; asking again with the same id changes nothing
 * @param dimensions what the call is counted by
 * @param amounts the most it may cost
 * @param expiresAt when the hold falls away by itself if nobody settles or cancels it
 */
public record ReserveRequest(
    ReservationId id, Dimensions dimensions, Amounts amounts, Instant expiresAt) {}
