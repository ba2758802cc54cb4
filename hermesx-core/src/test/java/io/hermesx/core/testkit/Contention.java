// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Threads that start together, for suites that show what holds under any interleaving. */
public final class Contention {

  private static final long PATIENCE_SECONDS = 60;

  private Contention() {}

  /**
   * Runs the work of each thread, all from the same moment, and returns what they answer.
   *
   * @param work the work for a thread's number
   */
  public static <T> List<T> run(int threads, IntFunction<Callable<T>> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return run(pool, threads, work);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Does the same on a pool of at least that many threads, for suites with many short rounds. */
  public static <T> List<T> run(ExecutorService pool, int threads, IntFunction<Callable<T>> work) {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Callable<T> mine = work.apply(i);
      futures.add(
          pool.submit(
              () -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return mine.call();
              }));
    }
    return futures.stream().map(Contention::join).toList();
  }

  private static <T> T join(Future<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (TimeoutException e) {
      throw new AssertionError("a thread hangs", e);
    }
  }
}
