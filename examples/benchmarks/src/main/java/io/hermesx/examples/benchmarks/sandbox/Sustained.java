// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that run one short program after the other for a while. */
final class Sustained {

  private final int callers;

  Sustained(int callers) {
    this.callers = callers;
  }

  void print(Duration duration) {
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try (SandboxExecutor executor = BubblewrapSandboxExecutor.builder().maxWaiting(64).open()) {
      long begin = System.nanoTime();
      long end = begin + duration.toNanos();
      Callable<Latencies> loop = () -> loop(executor, end);
      List<Latencies> all = new ArrayList<>();
      for (Future<Latencies> each : pool.invokeAll(Collections.nCopies(callers, loop))) {
        all.add(each.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      Latencies together = Latencies.together(all);
      Report.print(
          "sandbox-bwrap: %d callers, %.0f s: %.1f executions/s, p50 %.1f ms, p99 %.1f ms%n",
          callers,
          seconds,
          together.count() / seconds,
          together.percentile(50) / 1e6,
          together.percentile(99) / 1e6);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdown();
    }
  }

  private static Latencies loop(SandboxExecutor executor, long end) {
    SandboxRequest request = SandboxRequest.builder("/bin/true").build();
    Latencies latencies = new Latencies();
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      SandboxSuite.requireSuccess(executor.start(request).result().join());
      latencies.add(System.nanoTime() - begin);
    }
    return latencies;
  }
}
