// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** What a suite prints. */
public final class Report {

  private Report() {}

  /** Prints the median and the worst of ours divided by theirs, pair by pair. */
  public static void ratio(String name, double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    double worst =
        name.endsWith("-throughput")
            ? Arrays.stream(ratios).min().orElseThrow()
            : Arrays.stream(ratios).max().orElseThrow();
    print("RATIO %s %.3f %.3f%n", name, median(ratios), worst);
  }

  /** Returns the median. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Prints a line, in English whatever the language of the machine. */
  public static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
