// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.examples.benchmarks.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Rate limiters of ours and Bucket4j, by the same requests and threads. */
public final class RateSuite {

  private static final int MANY = 64;
  private static final int FEW = 8;

  private final Rounds rounds;
  private final List<Throwable> failures = new ArrayList<>();

  /** Prepares the suite. */
  public RateSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Measures and prints; what fails does not keep the rest from being measured. */
  public void run() {
    new LocalMemory(rounds.seconds() * 250_000).print();
    new LocalTotals().print();
    attempt(this::local);
    attempt(() -> List.of(PostgresContest.start(count())));
    if (RedisProcess.isInstalled()) {
      redis();
    } else {
      Report.print(
          "skipped: the lines ratelimit-redis-* and ratelimit-leased-*, because there is no"
              + " redis-server on the PATH; install it with apt-get install redis-server%n");
    }
    requireNoFailure();
  }

  private void redis() {
    Optimization none = Optimization.NONE_OPTIMIZED;
    attempt(redis("1t-vs-bucket4j", none, 1, 1));
    // Beside the goal: on few connections fewer swaps of Bucket4j meet, which is its best case.
    attempt(redis("64t-8c-vs-bucket4j-cas", none, MANY, FEW));
    attempt(redis("64t-vs-bucket4j-cas", none, MANY, MANY));
    attempt(redis("64t-vs-bucket4j-batching", Optimizations.batching(), MANY, MANY));
    attempt(() -> List.of(new PingContest(count())));
    attempt(() -> List.of(new LeasedContest(count())));
  }

  private List<Contest> local() {
    return List.of(
        new LocalContest("ratelimit-local-1limit", LocalPeers.oneLimit(), count()),
        new LocalContest("ratelimit-local-4layers", LocalPeers.fourLayers(), count()));
  }

  private Supplier<List<Contest>> redis(
      String name, Optimization optimization, int threads, int connections) {
    String full = "ratelimit-redis-4layers-" + name;
    RedisContest.Setup setup = new RedisContest.Setup(full, optimization, threads, connections);
    return () -> List.of(new RedisContest(setup, count()));
  }

  private int count() {
    return rounds.count();
  }

  private void attempt(Supplier<List<Contest>> start) {
    try {
      List<Contest> contests = start.get();
      try {
        run(contests);
      } finally {
        contests.forEach(Contest::close);
      }
    } catch (RuntimeException | LinkageError e) {
      Report.print("FAILED: %s%n", e);
      failures.add(e);
    }
  }

  private void run(List<Contest> contests) {
    Duration each = Duration.ofMillis(500L * rounds.seconds());
    contests.forEach(contest -> contest.warmUp(each.multipliedBy(rounds.warmups())));
    for (int round = 0; round < rounds.count(); round++) {
      for (Contest contest : contests) {
        contest.measure(round, each);
      }
    }
    contests.forEach(Contest::print);
  }

  private void requireNoFailure() {
    if (!failures.isEmpty()) {
      IllegalStateException failed =
          new IllegalStateException(failures.size() + " comparisons failed, see above");
      failures.forEach(failed::addSuppressed);
      throw failed;
    }
  }
}
