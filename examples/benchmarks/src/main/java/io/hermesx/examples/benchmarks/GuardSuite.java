// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.util.Arrays;
import java.util.Locale;
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
      print(
          "round %d: direct %.1f ns, guarded %.0f ns%n", round + 1, direct[round], guarded[round]);
    }
    print(
        "guard-invoke-noop median %.1f us, worst %.1f us (goal 25 us in memory)%n",
        median(guarded) / 1_000, Arrays.stream(guarded).max().orElseThrow() / 1_000);
    ratio("guard-invoke-noop-vs-direct-time", guarded, direct);
  }

  /** Prints the median and the worst of ours divided by theirs, pair by pair. */
  private static void ratio(String name, double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    print("RATIO %s %.1f %.1f%n", name, median(ratios), Arrays.stream(ratios).max().orElseThrow());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
