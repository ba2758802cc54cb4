// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.examples.benchmarks.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Measures two sides in turns, a millisecond each, so that what disturbs the machine disturbs both.
 * The time of a side in a round is the median of its calls. Not thread-safe.
 */
final class Turns {

  private static final long BLOCK = Duration.ofMillis(1).toNanos();

  private final Side ours;
  private final Side theirs;

  Turns(Comparison comparison) {
    this.ours = new Side(comparison.ours());
    this.theirs = new Side(comparison.theirs());
  }

  /**
   * What a round came to.
   *
   * @param ours microseconds of our median call
   * @param theirs microseconds of the peer's median call
   */
  record Times(double ours, double theirs) {}

  /** Measures both sides, for so long each. */
  Times round(Duration each) throws SQLException {
    long end = System.nanoTime() + each.toNanos() * 2;
    while (System.nanoTime() < end) {
      ours.block();
      theirs.block();
      theirs.block();
      ours.block();
    }
    return new Times(ours.finish(), theirs.finish());
  }

  /** One side, and how long its calls of this round took. */
  private static final class Side {

    private final Operation operation;
    private double[] micros = new double[1 << 12];
    private int calls;
    private int turn;

    Side(Operation operation) {
      this.operation = operation;
    }

    void block() throws SQLException {
      long now = System.nanoTime();
      long end = now + BLOCK;
      while (now < end) {
        operation.run(turn++);
        long after = System.nanoTime();
        add((after - now) / 1e3);
        now = after;
      }
    }

    private void add(double value) {
      if (calls == micros.length) {
        micros = Arrays.copyOf(micros, calls * 2);
      }
      micros[calls++] = value;
    }

    double finish() {
      double median = Report.median(Arrays.copyOf(micros, calls));
      calls = 0;
      return median;
    }
  }
}
