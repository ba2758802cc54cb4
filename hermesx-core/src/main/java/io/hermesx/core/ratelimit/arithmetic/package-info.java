// SPDX-License-Identifier: Apache-2.0
/**
 * What limits compute, and nothing else: no clock, no I/O, no lock, and integers only, in whole
 * microseconds since 1970. {@link io.hermesx.core.ratelimit.arithmetic.Arithmetic} is one limit's,
 * on a {@link io.hermesx.core.ratelimit.arithmetic.Tally} for each key; {@link
 * io.hermesx.core.ratelimit.arithmetic.Plan} finds the {@link
 * io.hermesx.core.ratelimit.arithmetic.Layer layers} that match a request, and {@link
 * io.hermesx.core.ratelimit.arithmetic.Attempt} decides over all of them or none.
 *
 * <p>Every limiter of HermesX decides with these classes, where its state may lie. Only the script
 * that Redis runs says the same in another language, and each of its answers is computed again
 * here.
 */
package io.hermesx.core.ratelimit.arithmetic;
