// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import io.hermesx.core.ratelimit.RateRequest;
import io.hermesx.examples.benchmarks.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many threads that ask one side the same again and again, and time each call. */
final class Callers implements AutoCloseable {

  private final int threads;
  private final ExecutorService pool;

  Callers(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  int threads() {
    return threads;
  }

  /** Asks for so long, of limits that nobody reaches. */
  Pace pace(Side side, RateRequest request, Duration duration) {
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    List<Latencies> all = run(() -> loop(side, request, end));
    double seconds = (System.nanoTime() - begin) / 1e9;
    Latencies latencies = Latencies.together(all);
    return new Pace(latencies.count() / seconds, latencies.percentile(99));
  }

  /** Returns how many of so many calls a thread were allowed. */
  long allowed(Side side, RateRequest request, int calls) {
    return run(
            () -> {
              long allowed = 0;
              for (int i = 0; i < calls; i++) {
                allowed += side.allows(request) ? 1 : 0;
              }
              return allowed;
            })
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Latencies loop(Side side, RateRequest request, long end) {
    Latencies latencies = new Latencies();
    long before = System.nanoTime();
    while (before < end) {
      if (!side.allows(request)) {
        throw new IllegalStateException("refused of a limit that nobody reaches");
      }
      long after = System.nanoTime();
      latencies.add(after - before);
      before = after;
    }
    return latencies;
  }

  private <T> List<T> run(Callable<T> work) {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> each : pool.invokeAll(Collections.nCopies(threads, work))) {
        results.add(each.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /**
   * How fast a side was.
   *
   * @param perSecond decisions a second of all threads together
   * @param p99 the time that 99 of 100 decisions did not exceed, ns
   */
  record Pace(double perSecond, double p99) {}
}
