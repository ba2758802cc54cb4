// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.choice;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.time.Ticker;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An executor and how fast it is.
 *
 * @param executor the executor
 * @param median how long it takes for a program that does nothing, in nanoseconds; the largest
 *     number if it could not run one
 */
public record Measured(SandboxExecutor executor, long median) {

  private static final int RUNS = 5;

  /** Twice the limit of each. */
  private static final long MOST_SECONDS = 60;

  /** Measures an executor by a few runs of a program that does nothing. */
  public static Measured of(SandboxExecutor executor, Ticker ticker) {
    long[] took = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = ticker.nanos();
      SandboxExecution execution = executor.start(SandboxRequest.of(Set.of(), "true"));
      took[i] = isDone(execution) ? ticker.nanos() - start : Long.MAX_VALUE;
    }
    Arrays.sort(took);
    return new Measured(executor, took[RUNS / 2]);
  }

  private static boolean isDone(SandboxExecution execution) {
    boolean done =
        execution
            .result()
            .thenApply(result -> result.outcome().equals(new SandboxOutcome.Exited(0)))
            .completeOnTimeout(false, MOST_SECONDS, TimeUnit.SECONDS)
            .join();
    if (!done) {
      execution.cancel();
    }
    return done;
  }

  /** Returns what it does not hold of what is required. */
  Set<Guarantee> lacks(Set<Guarantee> required) {
    EnumSet<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
    missing.addAll(required);
    missing.removeAll(executor.guarantees());
    return missing;
  }
}
