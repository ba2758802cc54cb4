// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.choice;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.run.TrialEnd;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * An executor and how fast it is.
 *
 * @param executor the executor
 * @param median how long it takes for a program that does nothing, in nanoseconds; the largest
 *     number if it could not run one
 */
public record Measured(SandboxExecutor executor, long median) {

  private static final int RUNS = 5;

  /** Measures an executor by a few runs of a program that does nothing. */
  public static Measured of(SandboxExecutor executor, Ticker ticker) {
    long[] took = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = ticker.nanos();
      SandboxExecution execution = executor.start(SandboxRequest.of(Set.of(), "true"));
      boolean done = TrialEnd.of(execution).outcome().equals(new SandboxOutcome.Exited(0));
      took[i] = done ? ticker.nanos() - start : Long.MAX_VALUE;
    }
    Arrays.sort(took);
    return new Measured(executor, took[RUNS / 2]);
  }

  /** Returns what it does not hold of what is required. */
  Set<Guarantee> lacks(Set<Guarantee> required) {
    EnumSet<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
    missing.addAll(required);
    missing.removeAll(executor.guarantees());
    return missing;
  }
}
