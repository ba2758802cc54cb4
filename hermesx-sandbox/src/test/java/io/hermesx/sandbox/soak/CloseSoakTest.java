// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Executors that are closed at any moment while programs run and wait leave nothing behind. */
class CloseSoakTest {

  private static final int CLOSES = Integer.getInteger("hermesx.sandbox.closes", 4);
  private static final long SEED = Long.getLong("hermesx.sandbox.seed", System.nanoTime());
  private static final int WIDTH = 4;
  private static final int LATEST_MICROS = 40_000;

  @TempDir private Path temporary;
  private final Random random = new Random(SEED);

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void close_whileProgramsRunAndWait_leavesNothing(Kind kind) {
    String word = "hermesx-close-soak-" + ProcessHandle.current().pid() + kind;
    System.out.printf("closes, %s: %d, seed %d%n", kind, CLOSES, SEED);
    long before = Traces.descriptors();
    for (int done = 0; done < CLOSES; done++) {
      List<SandboxExecution> all = new ArrayList<>();
      try (SandboxExecutor executor = kind.open(temporary, WIDTH)) {
        all.addAll(startMore(executor, request(kind, word)));
        if (done % 2 == 0) {
          assertThat(runningOnes(word)).isPositive();
        }
        LockSupport.parkNanos(1_000L * random.nextInt(LATEST_MICROS));
      }
      assertThat(Traces.processes(word)).as("close %s, seed %s", done, SEED).isEmpty();
      assertThat(all).allSatisfy(CloseSoakTest::assertCancelled);
      assertNothingLeft(before);
    }
  }

  private static SandboxRequest request(Kind kind, String word) {
    String script = kind == Kind.PROCESS ? KillSoakTest.CHILD : KillSoakTest.TREE;
    return SandboxRequest.builder("/bin/sh", "-c", script, word).build();
  }

  /** Of a session one that takes a place and one behind it, and more than there are places for. */
  private static List<SandboxExecution> startMore(
      SandboxExecutor executor, SandboxRequest request) {
    SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD);
    List<SandboxExecution> all = new ArrayList<>();
    all.add(session.start(request, OutputSink.none()));
    all.add(session.start(request, OutputSink.none()));
    for (int i = 0; i < 2 * WIDTH; i++) {
      all.add(executor.start(request, OutputSink.none()));
    }
    return all;
  }

  private static long runningOnes(String word) {
    return Traces.settled(() -> Traces.processes(word).size(), count -> count >= WIDTH);
  }

  private static void assertCancelled(SandboxExecution execution) {
    assertThat(execution.result()).isDone();
    assertThat(execution.result().join().outcome()).isEqualTo(new SandboxOutcome.Cancelled());
  }

  private void assertNothingLeft(long descriptors) {
    assertThat(temporary).isEmptyDirectory();
    assertThat(Traces.groups()).isZero();
    String folder = temporary.toString();
    assertThat(Traces.settled(() -> Traces.processes(folder).size(), count -> count == 0))
        .as("those that watch over the executor")
        .isZero();
    assertThat(Traces.settled(Traces::threads, count -> count == 0)).isZero();
    assertThat(Traces.settled(Traces::descriptors, count -> count <= descriptors))
        .isLessThanOrEqualTo(descriptors);
  }
}
