// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxResult;
import java.util.concurrent.TimeUnit;

/** Waits for programs that find something out while an executor is opened. */
public final class TrialEnd {

  /** Twice the limit of a trial. */
  private static final long MOST_SECONDS = 60;

  private TrialEnd() {}

  /** Returns how a program ended; one that cannot be ended is not waited for. */
  public static SandboxResult of(SandboxExecution execution) {
    SandboxResult none =
        SandboxResult.unknown(
            new SandboxOutcome.Faulted("it did not end in " + MOST_SECONDS + " s, nor by force"));
    SandboxResult result =
        execution.result().copy().completeOnTimeout(none, MOST_SECONDS, TimeUnit.SECONDS).join();
    if (!execution.result().isDone()) {
      execution.cancel();
    }
    return result;
  }
}
