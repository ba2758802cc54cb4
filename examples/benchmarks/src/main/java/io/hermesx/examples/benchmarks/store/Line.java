// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.examples.benchmarks.Report;
import io.hermesx.examples.benchmarks.store.Turns.Times;
import java.sql.SQLException;
import java.time.Duration;

/** A line of the report while it comes about. Not thread-safe. */
final class Line {

  private final String name;
  private final Turns turns;
  private final double[] ours;
  private final double[] theirs;

  /**
   * @param format makes the name of the line from that of the comparison
   */
  Line(Comparison comparison, String format, int rounds) {
    this.name = format.formatted(comparison.name());
    this.turns = new Turns(comparison);
    this.ours = new double[rounds];
    this.theirs = new double[rounds];
  }

  void warmUp(Duration each) throws SQLException {
    turns.round(each);
  }

  void measure(int round, Duration each) throws SQLException {
    Times times = turns.round(each);
    ours[round] = times.ours();
    theirs[round] = times.theirs();
  }

  /** Prints the times behind the ratio. */
  void print() {
    Report.print(
        "%s: ours %.1f us, theirs %.1f us (medians of the rounds)%n",
        name, Report.median(ours), Report.median(theirs));
  }

  void ratio() {
    Report.ratio(name, ours, theirs);
  }
}
