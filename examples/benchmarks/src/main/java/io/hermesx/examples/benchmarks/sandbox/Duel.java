// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sides that take turns, call by call, so that what drifts hits all of them alike. */
final class Duel {

  private final Map<String, Runnable> sides = new LinkedHashMap<>();
  private final Map<String, List<Double>> medians = new LinkedHashMap<>();

  Duel with(String name, Runnable side) {
    sides.put(name, side);
    medians.put(name, new ArrayList<>());
    return this;
  }

  /** Runs so many rounds of so many calls of each side, after a round that does not count. */
  Duel fight(int rounds, int calls) {
    round(calls);
    for (int round = 0; round < rounds; round++) {
      round(calls).forEach((name, times) -> medians.get(name).add(times.percentile(50)));
    }
    return this;
  }

  private Map<String, Latencies> round(int calls) {
    Map<String, Latencies> times = new LinkedHashMap<>();
    sides.keySet().forEach(name -> times.put(name, new Latencies()));
    for (int call = 0; call < calls; call++) {
      sides.forEach(
          (name, side) -> {
            long begin = System.nanoTime();
            side.run();
            times.get(name).add(System.nanoTime() - begin);
          });
    }
    return times;
  }

  Duel print(String title) {
    sides
        .keySet()
        .forEach(
            name ->
                Report.print("%s: %s p50 %.2f ms%n", title, name, Report.median(of(name)) / 1e6));
    return this;
  }

  /** Prints how long one side takes against the other. */
  void timeRatio(String line, String ours, String theirs) {
    Report.ratio(line, of(ours), of(theirs));
  }

  /** Prints how fast one side is against the other. */
  Duel throughputRatio(String line, String ours, String theirs) {
    Report.ratio(line, inverse(of(ours)), inverse(of(theirs)));
    return this;
  }

  private static double[] inverse(double[] nanos) {
    double[] inverse = new double[nanos.length];
    for (int i = 0; i < nanos.length; i++) {
      inverse[i] = 1e9 / nanos[i];
    }
    return inverse;
  }

  private double[] of(String name) {
    return medians.get(name).stream().mapToDouble(Double::doubleValue).toArray();
  }
}
