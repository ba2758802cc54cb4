// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.examples.benchmarks.Report;
import java.time.Duration;

/** Decisions a second of both sides, on as many threads as there are processors. */
final class LocalContest implements Contest {

  private static final int TENANTS = 200;
  private static final int USERS = 10;
  private static final int SLICES = 10;

  private final String name;
  private final Peers peers;
  private final Requests requests = new Requests(TENANTS, USERS);
  private final Herd herd = new Herd(Runtime.getRuntime().availableProcessors());
  private final Herd alone = new Herd(1);
  private final double[] ours;
  private final double[] theirs;
  private final double[] oursAlone;
  private final double[] theirsAlone;

  LocalContest(String name, Peers peers, int rounds) {
    this.name = name;
    this.peers = peers;
    this.ours = new double[rounds];
    this.theirs = new double[rounds];
    this.oursAlone = new double[rounds];
    this.theirsAlone = new double[rounds];
  }

  @Override
  public void warmUp(Duration each) {
    turns(herd, each);
    turns(alone, each);
  }

  @Override
  public void measure(int round, Duration each) {
    double[] together = turns(herd, each);
    ours[round] = together[0];
    theirs[round] = together[1];
    double[] single = turns(alone, each);
    oursAlone[round] = single[0];
    theirsAlone[round] = single[1];
  }

  /** What disturbs the machine disturbs both: short slices, and none always goes first. */
  private double[] turns(Herd threads, Duration each) {
    Duration slice = each.dividedBy(SLICES);
    double[] sums = new double[2];
    for (int i = 0; i < SLICES; i++) {
      int first = i % 2;
      sums[first] += threads.perSecond(side(first), requests, slice);
      sums[1 - first] += threads.perSecond(side(1 - first), requests, slice);
    }
    return new double[] {sums[0] / SLICES, sums[1] / SLICES};
  }

  private Side side(int number) {
    return number == 0 ? peers.ours() : peers.theirs();
  }

  @Override
  public void print() {
    Report.print(
        "%s: ours %.0f/s, theirs %.0f/s on %d threads; on one ours %.0f ns, theirs %.0f ns%n",
        name,
        Report.median(ours),
        Report.median(theirs),
        herd.threads(),
        1e9 / Report.median(oursAlone),
        1e9 / Report.median(theirsAlone));
    Report.ratio(name + "-vs-bucket4j-throughput", ours, theirs);
    Report.ratio(name + "-1t-vs-bucket4j-throughput", oursAlone, theirsAlone);
  }

  @Override
  public void close() {
    herd.close();
    alone.close();
  }
}
