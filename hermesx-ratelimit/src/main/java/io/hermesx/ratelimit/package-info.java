// SPDX-License-Identifier: Apache-2.0

/**
 * Rate limiters for one process and, through Redis, for many. {@code io.hermesx.core.ratelimit}
 * holds the contract that is implemented here.
 */
package io.hermesx.ratelimit;
