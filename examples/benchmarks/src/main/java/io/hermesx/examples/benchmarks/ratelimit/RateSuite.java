// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.examples.benchmarks.Report;
import io.hermesx.examples.benchmarks.Rounds;
import java.time.Duration;
import java.util.List;

/** Rate limiters of ours and Bucket4j, by the same requests and threads. */
public final class RateSuite {

  private final Rounds rounds;

  /** Prepares the suite. */
  public RateSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Measures and prints. */
  public void run() {
    new LocalMemory(rounds.seconds() * 250_000).print();
    new LocalTotals().print();
    run(
        List.of(
            new LocalContest("ratelimit-local-1limit", LocalPeers.oneLimit(), rounds.count()),
            new LocalContest("ratelimit-local-4layers", LocalPeers.fourLayers(), rounds.count())));
    run(List.of(PostgresContest.start(rounds.count())));
  }

  private void run(List<Contest> contests) {
    Duration each = Duration.ofMillis(500L * rounds.seconds());
    contests.forEach(contest -> contest.warmUp(each.multipliedBy(rounds.warmups())));
    for (int round = 0; round < rounds.count(); round++) {
      for (Contest contest : contests) {
        contest.measure(round, each);
      }
      Report.print("round %d of %d%n", round + 1, rounds.count());
    }
    contests.forEach(Contest::print);
    contests.forEach(Contest::close);
  }
}
