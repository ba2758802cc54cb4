// SPDX-License-Identifier: Apache-2.0

/**
 * Rate limiters for one process and, through Redis, for many. {@link
 * io.hermesx.ratelimit.LocalRateLimiter} counts in one JVM: each tenant has a room with a lock and
 * a table of keys of its own, and a cache forgets the rooms in which nothing counts any more.
 * {@link io.hermesx.ratelimit.RedisServer} says how to reach a Redis.
 */
package io.hermesx.ratelimit;
