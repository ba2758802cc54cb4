// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that end by themselves, however many, cost no descriptor, thread or file. */
class ShortRunSoakTest {

  private static final int RUNS = Integer.getInteger("hermesx.sandbox.runs", 200);
  private static final int WIDTH = 4;

  /** The streams of the last few may not be closed yet. */
  private static final int SLACK = 3 * WIDTH;

  /**
   * Besides the one that starts programs and the one that looks after them: one for each output
   * stream and one that ends the program, for those that run and for those that are just over.
   */
  private static final int MOST_THREADS = 2 + 3 * 2 * WIDTH;

  /** As many as run at once, and those that {@code ExecutorGroup} lets rest until init reaps. */
  private static final int MOST_SLOTS = WIDTH + 8;

  @TempDir private Path temporary;

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shortRuns_many_leaveDescriptorsThreadsAndDiskFlat(Kind kind) {
    String word = "hermesx-run-soak-" + ProcessHandle.current().pid() + kind;
    // A grandchild whose parent has gone, without the output, which outlives its program: a plain
    // process does not claim to find it.
    SandboxRequest leaves =
        SandboxRequest.builder(
                "/bin/sh", "-c", "((sh -c 'sleep 9; :' $0 &) &) >/dev/null 2>&1; echo out", word)
            .build();
    SandboxRequest plain = SandboxRequest.builder("/bin/sh", "-c", "echo out", word).build();
    long outside = Traces.descriptors();
    try (SandboxExecutor executor = kind.open(temporary, WIDTH)) {
      run(executor, plain);
      long descriptors = Traces.descriptors();
      long files = Traces.files(temporary);
      for (int done = 0; done < RUNS; done += WIDTH) {
        run(executor, done % 10 == 0 && kind != Kind.PROCESS ? leaves : plain);
        if (done % 100 == 0) {
          assertThat(Traces.processes(word)).as("after %s runs", done).isEmpty();
          assertThat(Traces.descriptors()).isLessThanOrEqualTo(descriptors + SLACK);
          assertThreadsAndGroupsBounded(done);
        }
      }
      assertThat(Traces.processes(word)).isEmpty();
      assertThat(Traces.settled(Traces::descriptors, count -> count <= descriptors))
          .isLessThanOrEqualTo(descriptors);
      assertThat(Traces.files(temporary)).isEqualTo(files);
      assertThreadsAndGroupsBounded(RUNS);
      System.out.printf(
          "runs, %s: %d, descriptors %d, files %d, executors' groups %d, of programs %d, threads"
              + " %d%n",
          kind, RUNS, descriptors, files, Traces.groups(), Traces.slots(), Traces.threads());
    }
    assertThat(temporary).isEmptyDirectory();
    assertThat(Traces.groups()).isZero();
    assertThat(Traces.settled(Traces::threads, count -> count == 0)).isZero();
    assertThat(Traces.settled(Traces::descriptors, count -> count <= outside))
        .isLessThanOrEqualTo(outside);
  }

  /** What ended something while the executor was opened waits ten seconds for more to do. */
  private static void assertThreadsAndGroupsBounded(int done) {
    assertThat(Traces.settled(Traces::threads, count -> count <= MOST_THREADS))
        .as("threads after %s runs", done)
        .isLessThanOrEqualTo(MOST_THREADS);
    assertThat(Traces.slots()).as("groups after %s runs", done).isLessThanOrEqualTo(MOST_SLOTS);
  }

  private static void run(SandboxExecutor executor, SandboxRequest request) {
    List<SandboxExecution> all = new ArrayList<>();
    for (int i = 0; i < WIDTH; i++) {
      all.add(executor.start(request, OutputSink.none()));
    }
    for (SandboxExecution execution : all) {
      assertThat(execution.result().join().outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    }
  }
}
