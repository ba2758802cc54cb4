// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that is under way, and a file that was just written. */
class StartsTest {

  @TempDir private Path folder;

  /** A start that is under way until something opens its input for writing. */
  private CompletableFuture<Process> slow(Starts starts, Path pipe) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                started.complete(
                    starts.start(new ProcessBuilder("/bin/true").redirectInput(pipe.toFile())));
              } catch (Exception e) {
                started.completeExceptionally(e);
              }
            });
    starter.start();
    while (!starts.areUnderWay()) {
      LockSupport.parkNanos(1_000_000);
    }
    return started;
  }

  private static void release(Path pipe, CompletableFuture<Process> started) throws Exception {
    try (OutputStream input = Files.newOutputStream(pipe)) {
      assertThat(started.get(30, TimeUnit.SECONDS).waitFor()).isZero();
      input.flush();
    }
  }

  @Test
  void awaitThoseUnderWay_oneIs_waitsForIt() throws Exception {
    Starts starts = new Starts(Duration.ofHours(1));
    Path pipe = folder.resolve("pipe");
    CompletableFuture<Process> started = slow(starts, pipe);
    CompletableFuture<Boolean> startedBefore = new CompletableFuture<>();
    Thread waits =
        new Thread(
            () -> {
              starts.awaitThoseUnderWay();
              startedBefore.complete(!starts.areUnderWay());
            });
    waits.start();
    while (waits.isAlive() && waits.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
    release(pipe, started);

    assertThat(startedBefore.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void awaitThoseUnderWay_oneDoesNotEnd_waitsNoLongerThanItsPatience() throws Exception {
    Starts starts = new Starts(Duration.ofMillis(20));
    Path pipe = folder.resolve("pipe");
    CompletableFuture<Process> started = slow(starts, pipe);
    starts.awaitThoseUnderWay();

    assertThat(started).isNotDone();
    release(pipe, started);
    starts.awaitThoseUnderWay();
  }

  /** Without the wait, one in some hundred is {@code Text file busy}. */
  @Test
  void executableInput_whileOthersStart_isNeverBusy() throws Exception {
    byte[] script = "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII);
    SandboxFiles files = new SandboxFiles(List.of(new SandboxFile("it", script, true)), List.of());
    SandboxRequest runsIt = SandboxRequest.builder("./it").files(files).build();
    SandboxRequest other = SandboxRequest.builder("/bin/true").build();
    try (SandboxExecutor executor =
        ProcessSandboxExecutor.builder().temporaryFolder(folder).maxConcurrent(4).open()) {
      for (int round = 0; round < 60; round++) {
        List<SandboxExecution> all = new ArrayList<>();
        for (int pair = 0; pair < 4; pair++) {
          all.add(executor.start(runsIt));
          all.add(executor.start(other));
        }
        for (SandboxExecution each : all) {
          assertThat(each.result().get(30, TimeUnit.SECONDS).outcome())
              .isEqualTo(new SandboxOutcome.Exited(0));
        }
      }
    }
  }
}
