// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How often and how long each side is measured. A round measures every side once, each in a fresh
 * JVM.
 *
 * @param count rounds; at least five, so that a median and a worst mean something
 * @param warmups warm-up iterations
 * @param seconds the length of an iteration
 */
public record Rounds(int count, int warmups, int seconds) {

  static final Rounds FULL = new Rounds(7, 5, 2);
  static final Rounds QUICK = new Rounds(5, 3, 1);

  /** Measures one method once and returns its score in the unit the method states. */
  double measure(Class<?> suite, String method) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(suite.getName().replace(".", "\\.") + "\\." + method + "$")
                    .forks(1)
                    .warmupIterations(warmups)
                    .warmupTime(TimeValue.seconds(seconds))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.seconds(seconds))
                    .jvmArgs("-Xms1g", "-Xmx4g")
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    return results.iterator().next().getPrimaryResult().getScore();
  }
}
