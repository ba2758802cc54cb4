// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import java.util.function.Consumer;

/**
 * Hears of every program that is asked for and what became of it, to count or to trace it. It is
 * never told what runs, with what input, for whom. Implementations are thread-safe, quick and throw
 * nothing; what one throws is dropped, and the run goes on.
 */
@FunctionalInterface
public interface SandboxListener {

  /**
   * A program is asked for. Called on the thread of whoever asks.
   *
   * @param executor the name that the host gave the executor
   * @return hears the end of this one, once: on a thread of the executor, before whoever asked, or
   *     on the thread of whoever asked where nothing is run
   */
  Consumer<ObservedRun> asked(String executor);

  /** Returns one that tells this one and then another; what one throws does not keep the other. */
  default SandboxListener and(SandboxListener other) {
    return executor -> {
      Consumer<ObservedRun> mine = Observation.begin(this, executor);
      Consumer<ObservedRun> theirs = Observation.begin(other, executor);
      return run -> {
        Observation.tell(mine, run);
        Observation.tell(theirs, run);
      };
    };
  }
}
