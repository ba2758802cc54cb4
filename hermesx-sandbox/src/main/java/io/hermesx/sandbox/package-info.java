// SPDX-License-Identifier: Apache-2.0

/**
 * Executors of {@link io.hermesx.core.sandbox.SandboxExecutor}: {@link
 * io.hermesx.sandbox.ProcessSandboxExecutor} for trusted programs.
 */
package io.hermesx.sandbox;
