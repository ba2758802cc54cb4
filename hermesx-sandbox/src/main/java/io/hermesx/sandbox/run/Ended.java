// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxResult;
import java.util.concurrent.CompletableFuture;

/**
 * An execution that never began.
 *
 * @param result its result, complete
 */
public record Ended(CompletableFuture<SandboxResult> result) implements SandboxExecution {

  /** Returns one that ended so. */
  public static Ended with(SandboxOutcome outcome) {
    return new Ended(CompletableFuture.completedFuture(SandboxResult.notRun(outcome)));
  }

  /** A copy: nobody can complete it for the others. */
  @Override
  public CompletableFuture<SandboxResult> result() {
    return result.copy();
  }

  @Override
  public void cancel() {}
}
