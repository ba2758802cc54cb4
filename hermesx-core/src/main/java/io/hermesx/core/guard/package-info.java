// SPDX-License-Identifier: Apache-2.0
/**
 * The path every call takes: {@link io.hermesx.core.guard.AgentGuard} is the façade, {@link
 * io.hermesx.core.guard.AgentGuardBuilder} wires it, {@link io.hermesx.core.guard.GuardContext}
 * says who calls, {@link io.hermesx.core.guard.ToolOutcome} and {@link
 * io.hermesx.core.guard.ModelOutcome} say what came of it, and the {@link
 * io.hermesx.core.guard.LoopBreaker} stops runs that go in circles. This package depends on all
 * others, and none on it.
 */
package io.hermesx.core.guard;
