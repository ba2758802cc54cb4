// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import io.hermesx.examples.benchmarks.Report;
import io.hermesx.examples.benchmarks.store.Rows.Conversation;
import java.time.Duration;

/** How many reads a second go through a pool that has half as many connections as threads ask. */
final class Throughput implements AutoCloseable {

  private final Crowd crowd = new Crowd();
  private final Operation ours;
  private final Operation theirs;
  private final double[] perSecond;
  private final double[] theirsPerSecond;

  Throughput(Pools pools, Rows rows, int rounds) {
    TwinTables twin = new TwinTables(pools.peer());
    this.ours =
        turn -> {
          Conversation asked = rows.any(turn);
          pools.store().forTenant(asked.tenant()).sessions().find(asked.id());
        };
    this.theirs = turn -> twin.find(rows.any(turn));
    this.perSecond = new double[rounds];
    this.theirsPerSecond = new double[rounds];
  }

  void warmUp(Duration each) {
    crowd.perSecond(ours, each);
    crowd.perSecond(theirs, each);
  }

  void measure(int round, Duration each) {
    perSecond[round] = crowd.perSecond(ours, each);
    theirsPerSecond[round] = crowd.perSecond(theirs, each);
  }

  void print() {
    Report.print(
        "store-read-16t-vs-raw-throughput: ours %.0f/s, theirs %.0f/s (%d threads, %d connections)%n",
        Report.median(perSecond), Report.median(theirsPerSecond), Crowd.THREADS, Pools.CONNECTIONS);
    Report.ratio("store-read-16t-vs-raw-throughput", perSecond, theirsPerSecond);
  }

  @Override
  public void close() {
    crowd.close();
  }
}
