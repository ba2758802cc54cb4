// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.tool;

import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;

/** Turns a call into a program for a sandbox, and the program's end into an answer. */
@FunctionalInterface
public interface ToolProgram {

  /** Returns what to run. Must not have an effect of its own: nothing confines it. */
  SandboxRequest request(ToolInvocation invocation) throws Exception;

  /**
   * Reads the answer. By default the standard output is the answer, and an exit code other than 0 a
   * failure.
   */
  default ToolResult read(SandboxResult result) {
    boolean success =
        result.outcome() instanceof SandboxOutcome.Exited exited && exited.code() == 0;
    return new ToolResult(result.out().text(), !success);
  }
}
