// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How programs are confined. The engine calls it so that never more programs are between {@link
 * #launch} and {@link Launched#release} than its settings allow. Implementations are thread-safe.
 */
public interface Backend {

  /** Returns a short name for metrics and errors, such as {@code process}. */
  String name();

  /**
   * Returns what it found out about every guarantee, in their order. May change, for instance when
   * something it leans on dies; the engine asks before each queueing and again before each start.
   */
  List<GuaranteeProof> proofs();

  /** Returns what it can hold now; unmodifiable and cheap, the engine asks for each execution. */
  Set<Guarantee> guarantees();

  /**
   * Whether its programs die with the thread that started them, so that all are to be started on
   * the one that lives as long as the engine. What is slow there holds every other start up.
   */
  boolean needsLastingThread();

  /**
   * Starts a program. Called on the engine's spawner thread alone if {@link #needsLastingThread},
   * and does nothing slow then besides starting the process; if not, on any thread, also on several
   * at once. If it throws, nothing is left behind.
   *
   * @param folder the work folder it starts in; empty if it gets none of its own that is kept or
   *     filled
   * @throws IOException if it cannot be started and certainly nothing of it ran; the message is for
   *     an operator and is shown
   * @throws LostPlaceException if what it had taken for the start could not be given back either
   */
  Launched launch(SandboxRequest request, Optional<WorkFolder> folder) throws IOException;

  /**
   * Makes an empty work folder for one program with files or for a session. Called on any thread,
   * may be slow.
   *
   * @param limits its limits on disk and files
   * @throws IOException if it cannot be made; the message is for an operator and is shown
   */
  WorkFolder workFolder(SandboxLimits limits) throws IOException;

  /** Frees what it owns. Called once, after everything launched and every folder is released. */
  void close();
}
