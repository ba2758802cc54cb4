// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import java.sql.SQLException;

/** What is measured: a side does one step and times it. Thread-safe. */
@FunctionalInterface
interface Side {

  Done once() throws SQLException;

  /** Returns a side each step of which is timed as a whole and puts one event on record. */
  static Side of(Step step) {
    return () -> {
      long begin = System.nanoTime();
      step.run();
      return new Done(1, System.nanoTime() - begin);
    };
  }

  /** What a step does. */
  @FunctionalInterface
  interface Step {
    void run() throws SQLException;
  }

  /**
   * What a step came to.
   *
   * @param events how many events are on record by it
   * @param nanos how long it took
   */
  record Done(int events, long nanos) {}
}
