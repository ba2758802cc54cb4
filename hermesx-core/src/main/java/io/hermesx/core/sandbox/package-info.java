// SPDX-License-Identifier: Apache-2.0
/**
 * Where programs run: {@link io.hermesx.core.sandbox.SandboxExecutor} proves {@link
 * io.hermesx.core.sandbox.Guarantee}s and refuses what it cannot hold. Executors against real
 * machinery live in {@code hermesx-sandbox}.
 */
package io.hermesx.core.sandbox;
