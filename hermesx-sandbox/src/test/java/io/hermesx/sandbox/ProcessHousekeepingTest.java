// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to programs, nothing of them is left. */
class ProcessHousekeepingTest {

  @TempDir Path temp;
  private SandboxExecutor executor;

  @BeforeEach
  void open() {
    executor = ProcessSandboxExecutor.builder().temporaryFolder(temp).open();
  }

  @AfterEach
  void close() {
    executor.close();
    assertThat(temp).isEmptyDirectory();
  }

  private static SandboxResult await(SandboxExecution execution) throws Exception {
    return execution.result().get(30, TimeUnit.SECONDS);
  }

  @Test
  void cancel_atRandomMoments_leavesNoProcessAndNoFolder() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      List<SandboxExecution> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(
            executor.start(
                Programs.script("sleep 1000 & (sleep 1000 &) ; mkdir -p a/b; sleep 1000")));
      }
      LockSupport.parkNanos(random.nextInt(8_000_000));
      all.forEach(SandboxExecution::cancel);
      for (SandboxExecution execution : all) {
        assertThat(await(execution).outcome()).isEqualTo(new SandboxOutcome.Cancelled());
      }
      assertThat(survivors()).isEmpty();
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(temp)) {
        for (Path home : homes) {
          assertThat(home).isDirectoryNotContaining("glob:**/[0-9]*");
        }
      }
    }
  }

  /** Who works below the folder of this test. */
  private List<Long> survivors() {
    return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(this::worksHere).toList();
  }

  private boolean worksHere(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).startsWith(temp.toRealPath());
    } catch (IOException e) {
      // Gone, or of another user.
      return false;
    }
  }

  @Test
  void childThatOutlivesTheProgram_isEndedBeforeTheResult() throws Exception {
    SandboxResult result = await(executor.start(Programs.script("sleep 1000 & exit 3")));

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(3));
    assertThat(survivors()).isEmpty();
  }

  /** It left the folder and is nobody's child, but has the pipe. */
  @Test
  void childThatHides_withTheOutputOpen_doesNotHoldTheResultUp() throws Exception {
    Path pid = temp.resolve("pid");
    SandboxResult result =
        await(
            executor.start(
                Programs.script("cd /; (sleep 20 & echo $! >" + pid + ") ; echo out; exit 0")));
    long hidden = Long.parseLong(Files.readString(pid).strip());
    Files.delete(pid);
    ProcessHandle.of(hidden).ifPresent(ProcessHandle::destroyForcibly);

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    assertThat(result.out().text()).isEqualTo("out\n");
    assertThat(result.usage().wall()).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void shortRuns_aThousand_leaveDescriptorsThreadsAndFoldersAsTheyWere() throws Exception {
    run(50);
    long descriptors = descriptors();
    run(1_000);

    assertThat(descriptors()).isLessThan(descriptors + 20);
    assertThat(survivors()).isEmpty();
    // A worker that nobody needs ends after 10 s; until then a slow machine may have many.
    for (int tenths = 0; tenths < 300 && workers() > 0; tenths++) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(workers()).isZero();
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hermesx-sandbox-process-worker"))
        .count();
  }

  private void run(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      SandboxResult result = await(executor.start(Programs.exits(i % 3)));
      assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(i % 3));
    }
  }

  private static long descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }

  @Test
  void flood_whateverItWrites_needsNoMoreMemoryThanTwiceWhatIsKept() throws Exception {
    SandboxLimits limits =
        SandboxLimits.STANDARD.toBuilder().outputBytes(8 << 20).maxOutputBytes(1L << 40).build();
    System.gc();
    long before = used();
    SandboxExecution flood =
        executor.start(
            Programs.script("exec head -c 400000000 /dev/zero").toBuilder().limits(limits).build());
    SandboxResult result = await(flood);
    System.gc();
    long after = used();

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    assertThat(result.out().totalBytes()).isEqualTo(400_000_000);
    assertThat(result.out().head().length + result.out().tail().length).isEqualTo(8 << 20);
    // Either stream may keep as much; what it wrote is ten times that bound.
    assertThat(after - before).isLessThan(2 * 2 * (8 << 20));
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void program_killedByASignal_isSignaled() throws Exception {
    assertThat(await(executor.start(Programs.script("kill -9 $$"))).outcome())
        .isEqualTo(new SandboxOutcome.Signaled(9));
  }

  @Test
  void program_thatIsNotThere_isAFaultAndLeavesNothing() throws Exception {
    SandboxResult result =
        await(executor.start(SandboxRequest.builder("/no/such/program").build()));

    assertThat(result.outcome()).isInstanceOf(SandboxOutcome.Faulted.class);
    assertThat(result.held()).isEmpty();
  }

  @Test
  void input_thatNobodyReads_holdsNothingUp() throws Exception {
    byte[] large = new byte[8 << 20];
    SandboxExecution reads =
        executor.start(
            Programs.script("exec <&-; sleep 0.2; echo closed").toBuilder().stdin(large).build());
    SandboxExecution ignores = executor.start(Programs.exits(0).toBuilder().stdin(large).build());
    SandboxExecution hangs =
        executor.start(
            Programs.neverEnds()
                .within(SandboxLimits.STANDARD.withWall(Duration.ofMillis(200)))
                .toBuilder()
                .stdin(large)
                .build());

    assertThat(await(reads).out().text()).isEqualTo("closed\n");
    assertThat(await(ignores).outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    assertThat(await(hangs).outcome()).isEqualTo(new SandboxOutcome.TimedOut());
  }

  @Test
  void sink_thatNeverReturns_endsWithTheLimitAndTheOutputIsComplete() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    OutputSink stuck =
        (stream, piece) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    SandboxResult result =
        await(
            executor.start(
                Programs.script("echo one; sleep 0.1; echo two")
                    .within(SandboxLimits.STANDARD.withWall(Duration.ofSeconds(1))),
                stuck));
    never.countDown();

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    assertThat(result.out().text()).isEqualTo("one\ntwo\n");
  }

  @Test
  void outputLimit_reachedByAProgramThatEndsAtOnce_isToldAllTheSame() throws Exception {
    SandboxLimits limits =
        SandboxLimits.STANDARD.toBuilder().outputBytes(1_024).maxOutputBytes(1_024).build();

    assertThat(await(executor.start(Programs.writes(1_025).within(limits))).outcome())
        .isEqualTo(new SandboxOutcome.LimitExceeded(Guarantee.OUTPUT_LIMIT));
    assertThat(await(executor.start(Programs.writes(1_024).within(limits))).outcome())
        .isEqualTo(new SandboxOutcome.Exited(0));
  }

  @Test
  void close_withManyWaiting_endsThemAll() throws Exception {
    List<SandboxExecution> all =
        IntStream.range(0, 40).mapToObj(i -> executor.start(Programs.neverEnds())).toList();
    executor.close();

    for (SandboxExecution execution : all) {
      assertThat(await(execution).outcome()).isEqualTo(new SandboxOutcome.Cancelled());
    }
    assertThat(survivors()).isEmpty();
  }
}
