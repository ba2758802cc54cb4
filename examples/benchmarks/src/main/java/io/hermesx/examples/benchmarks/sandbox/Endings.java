// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.examples.benchmarks.Latencies;
import io.hermesx.examples.benchmarks.Report;
import java.time.Duration;

/** How long after its time is up a program with children is dead: the result says that it is. */
final class Endings {

  private static final Duration WALL = Duration.ofMillis(30);

  private final SandboxExecutor executor;

  Endings(SandboxExecutor executor) {
    this.executor = executor;
  }

  void print(int count) {
    SandboxLimits limits = SandboxLimits.STANDARD.withWall(WALL);
    SandboxRequest request =
        SandboxRequest.builder("/bin/sh", "-c", "sleep 60 & sleep 60 & sleep 60")
            .limits(limits)
            .build();
    Latencies latencies = new Latencies();
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      SandboxResult result = executor.start(request).result().join();
      latencies.add(System.nanoTime() - begin - WALL.toNanos());
      if (!result.outcome().equals(new SandboxOutcome.TimedOut())) {
        throw new IllegalStateException("a program of the benchmark: " + result.outcome());
      }
    }
    Report.print(
        "sandbox-bwrap: time out to all dead, with the start: p50 %.1f ms, p99 %.1f ms of %d%n",
        latencies.percentile(50) / 1e6, latencies.percentile(99) / 1e6, count);
  }
}
