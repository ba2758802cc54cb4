// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** So many threads that ask one side again and again. */
final class Herd implements AutoCloseable {

  private static final int CALLS_PER_LOOK = 256;

  private final int threads;
  private final ExecutorService pool;

  Herd(int threads) {
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  int threads() {
    return threads;
  }

  /** Returns how many decisions a second all of them were given together. */
  double perSecond(Side side, Requests requests, Duration duration) {
    long begin = System.nanoTime();
    long calls =
        run(requests.size(), turn -> loop(side, requests, turn, begin + duration.toNanos()));
    return calls / ((System.nanoTime() - begin) / 1e9);
  }

  /** Returns how many of so many calls a thread were allowed. */
  long allowed(Side side, Requests requests, int calls) {
    return run(
        requests.size(),
        first -> {
          int allowed = 0;
          for (int turn = first; turn < first + calls; turn++) {
            allowed += side.allows(requests.at(turn)) ? 1 : 0;
          }
          return allowed;
        });
  }

  private long run(int requests, Work work) {
    List<Callable<Long>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int first = i * (requests / threads);
      all.add(() -> work.from(first));
    }
    try {
      long sum = 0;
      for (Future<Long> each : pool.invokeAll(all)) {
        sum += each.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long loop(Side side, Requests requests, int first, long end) {
    int turn = first;
    int refused = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < CALLS_PER_LOOK; i++) {
        refused += side.allows(requests.at(turn++)) ? 0 : 1;
      }
    }
    if (refused > 0) {
      throw new IllegalStateException("refused " + refused + " of a limit that nobody reaches");
    }
    return turn - first;
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /** What a thread does from a turn on. */
  private interface Work {
    long from(int turn);
  }
}
