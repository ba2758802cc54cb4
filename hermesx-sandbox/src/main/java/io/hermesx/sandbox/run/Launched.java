// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxUsage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A program that was started. The engine reads its streams, and says when to end it. What a method
 * throws is told to the handler of the thread, and the execution ends as a fault.
 */
public interface Launched {

  /** Returns the process; its streams are those of the program. */
  Process process();

  /** Returns what holds while it runs. */
  Set<Guarantee> held();

  /**
   * Ends every process of it. Called on any thread, any number of times, in any state, also while
   * {@link #awaitGone} waits; does not wait for them to be gone.
   */
  void kill();

  /**
   * Waits until no process of it is left, for a time; ends those that outlived the program itself.
   * Called after the process has ended, again and again until it answers true; a program about
   * which it throws for some seconds may still run, and is never released.
   *
   * @return whether nothing is left
   */
  boolean awaitGone(Duration patience) throws InterruptedException;

  /**
   * Returns a limit that it ran into so far. Called about every 10 ms while it runs, on one thread
   * that watches all, and once after it is gone; the engine then ends it and tells.
   */
  default Optional<Guarantee> exceeded() {
    return Optional.empty();
  }

  /**
   * Returns how it ended, as its exit status and what it wrote tell. Called once, after it is gone,
   * unless the engine ended it.
   *
   * @param status what {@link Process#exitValue} says
   * @param errors the beginning of its standard error as text, for a start that failed
   */
  SandboxOutcome outcome(int status, String errors);

  /**
   * Returns what it used. Called once, after it is gone.
   *
   * @param wall how long it ran
   */
  SandboxUsage usage(Duration wall);

  /**
   * Gives back what it held, but not its work folder. Called once, after it is gone. If it throws,
   * the engine runs one program less at a time from then on.
   */
  void release();
}
