// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several sides that do the same, each with so many threads, one side at a time. In a round they
 * come in an order and then in the opposite one, so that what drifts hits all of them alike. Not
 * thread-safe.
 */
final class Race implements AutoCloseable {

  private final int threads;
  private final ExecutorService pool;
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Map<String, List<Pace>> paces = new LinkedHashMap<>();

  Race(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /** Adds a side under a name. */
  Race with(String name, Side side) {
    sides.put(name, side);
    paces.put(name, new ArrayList<>());
    return this;
  }

  /**
   * How fast a side was in a round.
   *
   * @param perSecond events a second of all threads together
   * @param p50 the time that half of the steps did not exceed, ns
   * @param p99 the time that 99 of 100 steps did not exceed, ns
   */
  record Pace(double perSecond, double p50, double p99) {}

  void warmUp(Duration each) {
    sides.values().forEach(side -> slice(side, each));
  }

  /** Measures each side, for so long in all. */
  void measure(Duration each) {
    Duration half = each.dividedBy(2);
    Map<String, Slice> there = new LinkedHashMap<>();
    sides.forEach((name, side) -> there.put(name, slice(side, half)));
    List<String> back = new ArrayList<>(sides.keySet());
    Collections.reverse(back);
    for (String name : back) {
      Slice both = Slice.together(List.of(there.get(name), slice(sides.get(name), half)));
      paces.get(name).add(both.pace(threads));
    }
  }

  private Slice slice(Side side, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    Callable<Slice> loop = () -> Slice.of(side, end);
    List<Slice> all = new ArrayList<>();
    try {
      for (Future<Slice> each : pool.invokeAll(Collections.nCopies(threads, loop))) {
        all.add(each.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return Slice.together(all);
  }

  /** Prints the figures behind the ratios, medians of the rounds. */
  void print(String title) {
    paces.forEach(
        (name, all) ->
            Report.print(
                "%s: %s %.0f events/s, p50 %.2f ms, p99 %.2f ms%n",
                title,
                name,
                Report.median(of(name, Metric.THROUGHPUT)),
                Report.median(of(name, Metric.MEDIAN)) / 1e6,
                Report.median(of(name, Metric.P99)) / 1e6));
  }

  void ratio(String line, Metric metric, String ours, String theirs) {
    Report.ratio(line, of(ours, metric), of(theirs, metric));
  }

  private double[] of(String name, Metric metric) {
    return paces.get(name).stream().mapToDouble(metric::of).toArray();
  }

  /** What is compared. */
  enum Metric {
    THROUGHPUT,
    MEDIAN,
    P99;

    private double of(Pace pace) {
      return switch (this) {
        case THROUGHPUT -> pace.perSecond();
        case MEDIAN -> pace.p50();
        case P99 -> pace.p99();
      };
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /** What one or more threads came to. */
  private record Slice(long events, long nanos, Latencies latencies) {

    static Slice of(Side side, long end) throws SQLException {
      Latencies latencies = new Latencies();
      long events = 0;
      long nanos = 0;
      do {
        Side.Done done = side.once();
        events += done.events();
        nanos += done.nanos();
        latencies.add(done.nanos());
      } while (System.nanoTime() < end);
      return new Slice(events, nanos, latencies);
    }

    static Slice together(List<Slice> all) {
      return new Slice(
          all.stream().mapToLong(Slice::events).sum(),
          all.stream().mapToLong(Slice::nanos).sum(),
          Latencies.together(all.stream().map(Slice::latencies).toList()));
    }

    Pace pace(int threads) {
      return new Pace(
          events * threads * 1e9 / nanos, latencies.percentile(50), latencies.percentile(99));
    }
  }
}
