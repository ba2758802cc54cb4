// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.util.Arrays;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What the guard costs a call: a tool that does nothing, called directly and through the guard in
 * memory.
 */
final class GuardSuite {

  private final Rounds rounds;

  GuardSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  void run() throws RunnerException {
    double[] direct = new double[rounds.count()];
    double[] guarded = new double[rounds.count()];
    for (int round = 0; round < rounds.count(); round++) {
      direct[round] = rounds.measure(GuardBenchmark.class, "direct");
      guarded[round] = rounds.measure(GuardBenchmark.class, "guarded");
      Report.print(
          "round %d: direct %.1f ns, guarded %.0f ns%n", round + 1, direct[round], guarded[round]);
    }
    Report.print(
        "guard-invoke-noop median %.1f us, worst %.1f us (goal 25 us in memory)%n",
        Report.median(guarded) / 1_000, Arrays.stream(guarded).max().orElseThrow() / 1_000);
    Report.ratio("guard-invoke-noop-vs-direct-time", guarded, direct);
  }
}
