// SPDX-License-Identifier: Apache-2.0

/**
 * Rate limiters for one process and, through Redis, for many. It has no code yet: {@code
 * io.hermesx.core.ratelimit} holds the contract that will be implemented here, and a limiter for
 * one process that hosts can run on today.
 */
package io.hermesx.ratelimit;
