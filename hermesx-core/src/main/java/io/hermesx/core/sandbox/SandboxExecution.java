// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.concurrent.CompletableFuture;

/** A program under way. Thread-safe. */
public interface SandboxExecution {

  /**
   * Returns the result to come; it never completes with an exception, and not before every process
   * is gone, as far as {@link Guarantee#TREE_KILL} is held. Without it that is so for those that
   * are found. A {@link SandboxOutcome.Faulted} says where something may still run.
   */
  CompletableFuture<SandboxResult> result();

  /**
   * Ends the program; one that still waits for its turn never begins, which its result says. Safe
   * to call in any state, any number of times; does not block.
   */
  void cancel();
}
