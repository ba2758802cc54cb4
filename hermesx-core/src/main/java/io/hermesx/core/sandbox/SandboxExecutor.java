// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Set;

/**
 * Runs programs and holds what it promises, or refuses and says what is missing and how to get it.
 * It is never weaker than what was asked for. Implementations are thread-safe.
 */
public interface SandboxExecutor extends AutoCloseable {

  /** Returns what this executor has proven, by trying, that it can hold here. */
  Set<Guarantee> guarantees();

  /**
   * Starts a program, or completes at once with a refusal. Does not block on the program.
   *
   * @throws IllegalStateException after {@link #close}
   */
  SandboxExecution start(SandboxRequest request);

  /** Ends everything under way and frees what the executor owns. */
  @Override
  void close();

  /**
   * An executor that refuses everything: for a host without sandboxed tools. Choosing it is
   * explicit.
   */
  static SandboxExecutor refusing() {
    return RefusingSandboxExecutor.INSTANCE;
  }
}
