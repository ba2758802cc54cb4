// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.ratelimit.arithmetic;

/**
 * What is leased: to be taken before it is spent, and as what is left of it to be taken back.
 *
 * @param least the lesser amount that is of use; of no meaning when taken back
 * @param amount how much to take at most, or how much of it was not spent
 * @param until until when it may be spent, µs
 */
public record Block(long least, long amount, long until) {}
