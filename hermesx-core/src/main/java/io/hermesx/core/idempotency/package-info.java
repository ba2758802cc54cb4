// SPDX-License-Identifier: Apache-2.0
/**
 * Writes that a caller may repeat: {@link io.hermesx.core.idempotency.IdempotencyKeys} remembers
 * the answer of a write in the very transaction of its effect. Guarded calls do not need it: the
 * guard answers a repeated call id from its receipt ({@link io.hermesx.core.receipt}).
 */
package io.hermesx.core.idempotency;
