// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import io.hermesx.examples.benchmarks.audit.AuditSuite;
import io.hermesx.examples.benchmarks.ratelimit.RateSuite;
import io.hermesx.examples.benchmarks.sandbox.SandboxSuite;
import io.hermesx.examples.benchmarks.store.StoreSuite;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.RunnerException;

/** The entry: {@code SUITE [--quick]}. */
public final class Benchmarks {

  private static final Set<String> SUITES =
      Set.of("guard", "service", "store", "ratelimit", "audit", "sandbox", "all");

  private Benchmarks() {}

  /** Runs a suite and prints its ratios last. */
  public static void main(String[] args) throws RunnerException, IOException {
    List<String> words = List.of(args);
    boolean quick = words.contains("--quick");
    List<String> suites = words.stream().filter(word -> !word.equals("--quick")).toList();
    if (suites.size() != 1 || !SUITES.contains(suites.get(0))) {
      System.err.println(
          "usage: examples/benchmarks/run guard|service|store|ratelimit|audit|sandbox|all [--quick]");
      System.exit(2);
    }
    Rounds rounds = quick ? Rounds.QUICK : Rounds.FULL;
    String suite = suites.get(0);
    if (suite.equals("guard") || suite.equals("all")) {
      new GuardSuite(rounds).run();
    }
    if (suite.equals("service") || suite.equals("all")) {
      new ServiceSuite(rounds).run();
    }
    if (suite.equals("store") || suite.equals("all")) {
      new StoreSuite(rounds).run();
    }
    if (suite.equals("ratelimit") || suite.equals("all")) {
      new RateSuite(rounds).run();
    }
    if (suite.equals("audit") || suite.equals("all")) {
      new AuditSuite(rounds).run();
    }
    if (suite.equals("sandbox") || suite.equals("all")) {
      new SandboxSuite(rounds).run();
    }
  }
}
