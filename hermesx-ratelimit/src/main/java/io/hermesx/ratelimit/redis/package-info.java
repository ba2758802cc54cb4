// SPDX-License-Identifier: Apache-2.0
/**
 * Rate limits that lie in Redis. {@link io.hermesx.ratelimit.redis.RedisRateBackend} has the script
 * {@code rate.lua} execute commands and computes its answers again; {@link
 * io.hermesx.ratelimit.redis.Nodes} finds the server for a key; {@link
 * io.hermesx.ratelimit.redis.Epochs} notices that state was lost.
 */
package io.hermesx.ratelimit.redis;
