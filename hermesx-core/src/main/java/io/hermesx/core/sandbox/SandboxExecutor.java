// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Runs programs and holds what it promises, or refuses and says what is missing and how to get it.
 * It is never weaker than what was asked for. Implementations are thread-safe.
 */
public interface SandboxExecutor extends AutoCloseable {

  /** Returns what this executor has proven, by trying, that it can hold here. */
  Set<Guarantee> guarantees();

  /**
   * Returns what this executor found out about every guarantee, in their order: with evidence, and
   * with a remedy for each that is missing.
   */
  default List<GuaranteeProof> proofs() {
    Set<Guarantee> held = guarantees();
    return Arrays.stream(Guarantee.values())
        .map(
            guarantee ->
                held.contains(guarantee)
                    ? GuaranteeProof.held(guarantee, "claimed by " + getClass().getSimpleName())
                    : GuaranteeProof.missing(
                        guarantee,
                        "not claimed by " + getClass().getSimpleName(),
                        "choose an executor that holds it"))
        .toList();
  }

  /**
   * Starts a program, or completes at once with a refusal. Does not block on the program. Where
   * programs wait for each other, the wall limit begins when this one starts.
   *
   * @param sink takes the output while the program runs
   * @throws IllegalStateException after {@link #close}
   */
  SandboxExecution start(SandboxRequest request, OutputSink sink);

  /** Starts a program whose output is wanted only in the result. */
  default SandboxExecution start(SandboxRequest request) {
    return start(request, OutputSink.none());
  }

  /**
   * Opens a session. Where the executor cannot hold what is required, each start in it is refused;
   * where too many are open, each is answered {@link SandboxOutcome.Overloaded}.
   *
   * @param required what every program of the session requires
   * @param limits the most that a program of the session may use; the limits on disk and files
   *     count for the session as a whole
   * @throws IllegalStateException after {@link #close}
   */
  SandboxSession open(Set<Guarantee> required, SandboxLimits limits);

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
