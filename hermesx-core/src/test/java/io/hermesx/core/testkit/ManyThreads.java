// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does the same on many threads that all start at one moment. */
public final class ManyThreads {

  private static final long PATIENCE_SECONDS = 60;

  private ManyThreads() {}

  /**
   * Runs the work on so many threads at once and returns what each answered.
   *
   * @throws AssertionError if one throws, or not all are done within a minute
   */
  public static <T> List<T> run(int threads, Callable<T> work) {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> thread : running) {
        answers.add(thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return answers;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a thread failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
