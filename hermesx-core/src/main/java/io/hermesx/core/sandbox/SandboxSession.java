// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.sandbox;

/**
 * A work folder that outlives one program: what a program leaves in it is there for the next.
 * Nothing else is: processes end with their execution. Programs of a session run one after the
 * other, in the order in which they were started. Thread-safe.
 */
public interface SandboxSession extends AutoCloseable {

  /**
   * Starts a program in the session's work folder, or completes at once with a refusal.
   *
   * @throws IllegalStateException after {@link #close}
   */
  SandboxExecution start(SandboxRequest request, OutputSink sink);

  /** Starts a program whose output is wanted only in the result. */
  default SandboxExecution start(SandboxRequest request) {
    return start(request, OutputSink.none());
  }

  /** Ends what is under way and deletes the work folder. Does nothing the second time. */
  @Override
  void close();
}
