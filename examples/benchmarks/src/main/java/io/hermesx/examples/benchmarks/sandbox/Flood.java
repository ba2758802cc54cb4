// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.sandbox;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.examples.benchmarks.Report;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A program that writes without an end in sight, against reading the same pipe. */
final class Flood {

  private static final long PAUSE_NANOS = 200_000_000;

  private final SandboxExecutor executor;

  Flood(SandboxExecutor executor) {
    this.executor = executor;
  }

  /** Measures with so many MiB a call. */
  void print(int rounds, long mebibytes) {
    String count = Long.toString(mebibytes << 20);
    String[] command = {"/usr/bin/head", "-c", count, "/dev/zero"};
    new Duel()
        .with("reading the pipe", () -> requireAll(mebibytes, RawProgram.output(List.of(command))))
        .with(
            "executor",
            () -> requireAll(mebibytes, SandboxSuite.flood(executor, command).out().totalBytes()))
        .with("SHA-256 of as much, alone", () -> digest(mebibytes << 20))
        .with(
            "reading the pipe with SHA-256",
            () -> requireAll(mebibytes, RawProgram.digested(List.of(command))))
        .fight(rounds, 3)
        .print("sandbox-output-flood of " + mebibytes + " MiB")
        .throughputRatio("sandbox-output-flood-throughput", "executor", "reading the pipe")
        .throughputRatio(
            "sandbox-output-flood-vs-sha256-throughput",
            "executor",
            "reading the pipe with SHA-256")
        .throughputRatio(
            "sandbox-output-flood-ceiling-throughput",
            "SHA-256 of as much, alone",
            "reading the pipe");
    printHeap();
  }

  /** The least there is to do: in pieces as large as a pipe holds. */
  private static void digest(long octets) {
    MessageDigest digest = RawProgram.sha256();
    byte[] piece = new byte[RawProgram.CHUNK];
    for (long done = 0; done < octets; done += piece.length) {
      digest.update(piece);
    }
    if (digest.digest().length == 0) {
      throw new IllegalStateException("no digest");
    }
  }

  private static void requireAll(long mebibytes, long octets) {
    if (octets != mebibytes << 20) {
      throw new IllegalStateException(octets + " octets came of " + mebibytes + " MiB");
    }
  }

  /** Both streams flood; what stays alive meanwhile is looked at after a collection. */
  private void printHeap() {
    SandboxLimits limits = SandboxSuite.flooding().toBuilder().outputBytes(16 << 20).build();
    long before = living();
    SandboxExecution execution =
        executor.start(
            SandboxRequest.builder("/bin/sh", "-c", "cat /dev/zero & exec cat /dev/zero >&2")
                .limits(limits)
                .build(),
            OutputSink.none());
    long most = 0;
    for (int look = 0; look < 10; look++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      most = Math.max(most, living() - before);
    }
    execution.cancel();
    execution.result().join();
    Report.print(
        "sandbox-output-flood: at most %.2f of what is kept of both streams lives on the heap%n",
        most / (2.0 * limits.outputBytes()));
  }

  private static long living() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
