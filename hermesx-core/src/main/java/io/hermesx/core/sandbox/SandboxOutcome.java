// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Set;

/** How an execution ended. What the program does wrong is a value here, never an exception. */
public sealed interface SandboxOutcome {

  /**
   * The program ended by itself.
   *
   * @param code its exit code
   */
  record Exited(int code) implements SandboxOutcome {}

  /**
   * The program was ended by a signal.
   *
   * @param signal the signal's number
   */
  record Signaled(int signal) implements SandboxOutcome {}

  /**
   * The wall limit was reached; nothing of it runs any more, as far as {@link Guarantee#TREE_KILL}
   * is held.
   */
  record TimedOut() implements SandboxOutcome {}

  /**
   * Another limit was reached.
   *
   * @param limit which, as the guarantee that holds it
   */
  record LimitExceeded(Guarantee limit) implements SandboxOutcome {}

  /**
   * It was cancelled; nothing of it runs any more, as far as {@link Guarantee#TREE_KILL} is held.
   * {@link SandboxResult#began} tells whether it had begun.
   */
  record Cancelled() implements SandboxOutcome {}

  /**
   * Nothing was run, because something it needs cannot be held here.
   *
   * @param missing what cannot be held
   * @param remedy how to get it, for an operator
   */
  record Refused(Set<Guarantee> missing, String remedy) implements SandboxOutcome {
    /** Copies the set. */
    public Refused {
      missing = Set.copyOf(missing);
    }
  }

  /**
   * Nothing was run, because too much is under way already; the same request may run later.
   *
   * @param reason what was full, for an operator
   */
  record Overloaded(String reason) implements SandboxOutcome {}

  /**
   * The machinery failed; whether the program ran is not known, unless {@link SandboxResult#began}
   * says that it did not, and it may still run where the reason says so.
   *
   * @param reason what failed, for an operator
   */
  record Faulted(String reason) implements SandboxOutcome {}
}
