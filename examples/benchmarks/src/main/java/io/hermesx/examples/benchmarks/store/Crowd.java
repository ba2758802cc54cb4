// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many threads that do one thing again and again, more than there are connections. */
final class Crowd implements AutoCloseable {

  static final int THREADS = 16;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** Returns how many calls a second all of them made together. */
  double perSecond(Operation operation, Duration duration) {
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    List<Callable<Integer>> loops = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int first = i * 1_000;
      loops.add(() -> loop(operation, first, end));
    }
    try {
      long calls = 0;
      for (Future<Integer> loop : threads.invokeAll(loops)) {
        calls += loop.get();
      }
      return calls / ((System.nanoTime() - begin) / 1e9);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int loop(Operation operation, int first, long end) throws SQLException {
    int turn = first;
    while (System.nanoTime() < end) {
      operation.run(turn++);
    }
    return turn - first;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
