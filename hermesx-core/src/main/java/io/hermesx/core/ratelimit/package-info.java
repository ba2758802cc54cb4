// SPDX-License-Identifier: Apache-2.0
/**
 * How often: {@link io.hermesx.core.ratelimit.RateLimiter} decides over all layers or none; {@link
 * io.hermesx.core.ratelimit.MemoryRateLimiter} does so for one JVM. Limits shared by many JVMs are
 * the business of {@code hermesx-ratelimit}, and how much money of {@link io.hermesx.core.budget}.
 */
package io.hermesx.core.ratelimit;
