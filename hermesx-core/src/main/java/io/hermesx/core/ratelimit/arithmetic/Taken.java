// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

import java.util.UUID;

/**
 * What was taken from one key, so that it can be given back.
 *
 * @param permit the permit's id
 * @param cost how much
 * @param at when, µs
 */
public record Taken(UUID permit, long cost, long at) {}
