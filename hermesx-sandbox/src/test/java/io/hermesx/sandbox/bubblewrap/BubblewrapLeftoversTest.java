// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that end, by themselves or by force at any moment, leave nothing behind. */
class BubblewrapLeftoversTest {

  private static final int KILLS = Integer.getInteger("hermesx.sandbox.kills", 40);
  private static final int RUNS = Integer.getInteger("hermesx.sandbox.runs", 60);
  private static final long SEED = Long.getLong("hermesx.sandbox.seed", 7);

  /** Pipes of what ended last may not be closed yet; one kept by each program would be more. */
  private static final int SLACK = 20;

  private static final int LATEST_MICROS = 20_000;

  @BeforeAll
  static void requireBubblewrap() {
    Bubblewrap.require();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void programs_endedAtRandomMoments_leaveNothing(boolean groups) throws IOException {
    NamedProcesses programs =
        new NamedProcesses("hermesx-kill-test-" + ProcessHandle.current().pid() + groups);
    Random random = new Random(SEED);
    try (BubblewrapSandboxExecutor executor = executor(groups)) {
      long descriptors = descriptors();
      for (int i = 0; i < KILLS; i++) {
        SandboxExecution execution =
            executor.start(
                SandboxRequest.builder(
                        "/bin/sh",
                        "-c",
                        "(sh -c 'while :; do sleep 9; done' $0 &); while :; do sleep 9; done",
                        programs.word())
                    .build());
        LockSupport.parkNanos(1_000L * random.nextInt(LATEST_MICROS));
        execution.cancel();

        assertThat(execution.result().join().outcome()).isEqualTo(new SandboxOutcome.Cancelled());
        assertThat(programs.find()).as("kill %s of seed %s", i, SEED).isEmpty();
      }
      assertThat(descriptors()).isLessThan(descriptors + SLACK);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void programs_thatEndByThemselves_leaveNothing(boolean groups) throws IOException {
    NamedProcesses programs =
        new NamedProcesses("hermesx-end-test-" + ProcessHandle.current().pid() + groups);
    try (BubblewrapSandboxExecutor executor = executor(groups)) {
      SandboxRequest request =
          SandboxRequest.builder(
                  "/bin/sh",
                  "-c",
                  "((sh -c 'while :; do sleep 9; done' $0 &) &) >/dev/null 2>&1",
                  programs.word())
              .build();
      executor.start(request).result().join();
      long descriptors = descriptors();
      for (int i = 0; i < RUNS; i++) {
        assertThat(executor.start(request).result().join().outcome())
            .isEqualTo(new SandboxOutcome.Exited(0));
        assertThat(programs.find()).as("run %s", i).isEmpty();
      }
      assertThat(descriptors()).isLessThan(descriptors + SLACK);
    }
  }

  @Test
  void warden_killed_hasASuccessorAndTheGuaranteeIsBack() {
    try (BubblewrapSandboxExecutor executor = executor(false)) {
      ProcessHandle first = warden();
      assertThat(executor.guarantees()).contains(Guarantee.CRASH_CLEANUP);

      assertThat(first.destroyForcibly()).isTrue();
      first.onExit().join();
      while (!executor.guarantees().contains(Guarantee.CRASH_CLEANUP)) {
        LockSupport.parkNanos(1_000_000);
      }

      assertThat(warden().pid()).isNotEqualTo(first.pid());
    }
  }

  private static ProcessHandle warden() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> isWarden(child.pid()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isWarden(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("hermesx-warden");
    } catch (IOException e) {
      return false;
    }
  }

  private static BubblewrapSandboxExecutor executor(boolean groups) {
    BubblewrapSandboxExecutor.Builder builder = BubblewrapSandboxExecutor.builder();
    return groups ? builder.open() : builder.withoutControlGroups().open();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> own = Files.list(Path.of("/proc/self/fd"))) {
      return own.count();
    }
  }
}
