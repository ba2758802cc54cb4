// SPDX-License-Identifier: Apache-2.0
/**
 * What every limiter does that shares its state with other JVMs, wherever that state lies. {@link
 * io.hermesx.core.ratelimit.shared.RateBackend} is the state: it executes {@link
 * io.hermesx.core.ratelimit.shared.Command commands} in order. What a command means is written down
 * once, in {@link io.hermesx.core.ratelimit.shared.Batch}.
 */
package io.hermesx.core.ratelimit.shared;
