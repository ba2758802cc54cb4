// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** The entry: {@code SUITE [--quick]}. */
public final class Benchmarks {

  private Benchmarks() {}

  /** Runs a suite and prints its ratios last. */
  public static void main(String[] args) throws RunnerException {
    List<String> words = List.of(args);
    boolean quick = words.contains("--quick");
    List<String> suites = words.stream().filter(word -> !word.equals("--quick")).toList();
    if (!suites.equals(List.of("guard")) && !suites.equals(List.of("all"))) {
      System.err.println("usage: examples/benchmarks/run guard|all [--quick]");
      System.exit(2);
    }
    new GuardSuite(quick ? Rounds.QUICK : Rounds.FULL).run();
  }
}
