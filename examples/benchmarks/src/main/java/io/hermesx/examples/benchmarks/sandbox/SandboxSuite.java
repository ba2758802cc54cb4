// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.examples.benchmarks.Report;
import io.hermesx.examples.benchmarks.Rounds;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a sandbox costs. Needs bubblewrap; says what the host does not hold. */
public final class SandboxSuite {

  private static final String TRUE = "/bin/true";

  private final Rounds rounds;

  /** Prepares the suite. */
  public SandboxSuite(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Measures and prints. */
  public void run() throws IOException {
    try (SandboxExecutor process = ProcessSandboxExecutor.builder().open();
        SandboxExecutor inMemory =
            ProcessSandboxExecutor.builder().temporaryFolder(Path.of("/dev/shm")).open()) {
      process(process, inMemory);
      new Flood(process).print(rounds.count(), 128L * rounds.seconds());
    }
    try (SandboxExecutor bubblewrap = BubblewrapSandboxExecutor.builder().open()) {
      List<Guarantee> missing =
          SandboxTier.UNTRUSTED.guarantees().stream()
              .filter(each -> !bubblewrap.guarantees().contains(each))
              .sorted()
              .toList();
      Report.print("sandbox-bwrap: of UNTRUSTED this host does not hold %s%n", missing);
      bubblewrap(bubblewrap);
      new Endings(bubblewrap).print(100 * rounds.seconds());
    }
    for (int callers : new int[] {2, 32}) {
      new Sustained(callers).print(Duration.ofSeconds(rounds.seconds() > 1 ? 60 : 10));
    }
  }

  private void process(SandboxExecutor executor, SandboxExecutor inMemory) {
    Duel duel =
        new Duel()
            .with("ProcessBuilder", () -> RawProgram.run(List.of(TRUE)))
            .with("executor", () -> run(executor))
            .with("executor, folders in memory", () -> run(inMemory))
            .fight(rounds.count(), 100 * rounds.seconds())
            .print("sandbox-process");
    duel.timeRatio("sandbox-process-vs-processbuilder-p50-time", "executor", "ProcessBuilder");
    duel.timeRatio(
        "sandbox-process-in-memory-vs-processbuilder-p50-time",
        "executor, folders in memory",
        "ProcessBuilder");
  }

  private void bubblewrap(SandboxExecutor executor) throws IOException {
    try (RecordedCommand recorded = RecordedCommand.of(executor)) {
      List<String> raw = recorded.running(TRUE);
      List<String> plain =
          List.of("/usr/bin/bwrap", "--ro-bind", "/", "/", "--unshare-all", "--", TRUE);
      new Duel()
          .with("plain bwrap", () -> RawProgram.run(plain))
          .with("the same started raw", () -> RawProgram.runToldToGo(raw))
          .with("executor", () -> run(executor))
          .fight(rounds.count(), 50 * rounds.seconds())
          .print("sandbox-bwrap")
          .timeRatio("sandbox-bwrap-vs-raw-p50-time", "executor", "the same started raw");
    }
  }

  private static void run(SandboxExecutor executor) {
    requireSuccess(executor.start(SandboxRequest.builder(TRUE).build()).result().join());
  }

  /** Throws unless the program ended with 0. */
  static void requireSuccess(SandboxResult result) {
    if (!result.outcome().equals(new SandboxOutcome.Exited(0))) {
      throw new IllegalStateException("a program of the benchmark ended with " + result.outcome());
    }
  }

  /** Returns the limits of a program that writes as much as it likes. */
  static SandboxLimits flooding() {
    return SandboxLimits.STANDARD.toBuilder().maxOutputBytes(1L << 40).build();
  }

  /** Runs a program that writes. */
  static SandboxResult flood(SandboxExecutor executor, String... argv) {
    SandboxResult result =
        executor
            .start(SandboxRequest.builder(argv).limits(flooding()).build(), OutputSink.none())
            .result()
            .join();
    requireSuccess(result);
    return result;
  }
}
