// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.process.ProcessBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case 79: whatever an execution is just about to do, it can be cancelled. */
class CancelledAtEachStepTest {

  private static final EngineSettings ONE = new EngineSettings(1, 1, 10, Ticker.system());
  private static final SandboxOutcome CANCELLED = new SandboxOutcome.Cancelled();
  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);

  @TempDir private Path temporary;

  /** Whether programs are started on the spawner thread. */
  boolean needsLastingThread() {
    return false;
  }

  private static SandboxRequest script(String script, boolean files) {
    SandboxRequest request = SandboxRequest.builder("/bin/sh", "-c", script, "victim").build();
    return files
        ? request.toBuilder().files(new SandboxFiles(List.of(), List.of("out"))).build()
        : request;
  }

  private static SandboxOutcome await(SandboxExecution execution) throws Exception {
    return execution.result().get(30, TimeUnit.SECONDS).outcome();
  }

  /** A program that has ended by itself is what it is; before, it is cancelled. */
  @ParameterizedTest
  @CsvSource({
    "WORK_FOLDER, true, sleep 1000, true",
    "FOLDER_ROOT, true, sleep 1000, true",
    "LAUNCH, false, sleep 1000, true",
    "LAUNCH, true, sleep 1000, true",
    "PROCESS, false, sleep 1000, true",
    "STREAMS, false, sleep 1000, true",
    "READ, false, sleep 1000, true",
    "EXCEEDED, false, sleep 1000, true",
    "AWAIT_GONE, false, exit 0, false",
    "OUTCOME, true, exit 0, false",
    "USAGE, false, exit 0, false",
    "HELD, false, exit 0, false",
    "RELEASE, true, exit 0, false",
    "FOLDER_RELEASE, true, exit 0, false"
  })
  void execution_cancelledAtAStep_endsAndLetsTheNextOneIn(
      Step where, boolean files, String script, boolean cancelled) throws Exception {
    CompletableFuture<SandboxExecution> victim = new CompletableFuture<>();
    AtomicBoolean done = new AtomicBoolean();
    Interference cancels =
        (step, argv) -> {
          if (step == where && done.compareAndSet(false, true)) {
            victim.join().cancel();
          }
        };
    try (Engine engine =
        Engine.open(
            new DisturbedBackend(ProcessBackend.in(temporary), cancels, needsLastingThread()),
            ONE)) {
      victim.complete(engine.start(script(script, files), OutputSink.none()));
      SandboxExecution next = engine.start(script("exit 0", false), OutputSink.none());

      assertThat(await(victim.join())).isEqualTo(cancelled ? CANCELLED : DONE);
      assertThat(done).isTrue();
      assertThat(await(next)).isEqualTo(DONE);
      assertThat(engine.host().admission().lost()).isZero();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void execution_cancelledWhileItWaits_neverBegins() throws Exception {
    try (Engine engine = Engine.open(ProcessBackend.in(temporary), ONE)) {
      SandboxExecution runs = engine.start(script("sleep 1000", false), OutputSink.none());
      SandboxExecution waits = engine.start(script("sleep 1000", true), OutputSink.none());
      waits.cancel();

      assertThat(await(waits)).isEqualTo(CANCELLED);
      runs.cancel();
      assertThat(await(runs)).isEqualTo(CANCELLED);
      runs.cancel();
      assertThat(await(engine.start(script("exit 0", false), OutputSink.none()))).isEqualTo(DONE);
    }
  }
}
