// SPDX-License-Identifier: Apache-2.0
/**
 * How often: {@link io.hermesx.core.ratelimit.RateLimiter} decides over all layers or none. How
 * much money is {@link io.hermesx.core.budget}.
 */
package io.hermesx.core.ratelimit;
