// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.process.ProcessBackend;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program of a session that is cancelled when its turn in the session has come and it does not
 * wait among all yet, where it would find the line full.
 */
class CancelledBetweenTurnsTest {

  private static final EngineSettings ONE_AND_ONE = new EngineSettings(1, 1, 1, Ticker.system());
  private static final SandboxRequest LONG = SandboxRequest.builder("sleep", "1000").build();
  private static final SandboxRequest SHORT = SandboxRequest.builder("true").build();

  @TempDir private Path temporary;

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void line_aProgramThatHasEnded_takesNoRoomInIt() throws Exception {
    AtomicBoolean armed = new AtomicBoolean();
    CountDownLatch launched = new CountDownLatch(1);
    CompletableFuture<Engine> engine = new CompletableFuture<>();
    CompletableFuture<SandboxExecution> victim = new CompletableFuture<>();
    CompletableFuture<SandboxExecution> filler = new CompletableFuture<>();
    // When the one before it has left its place, which goes to another.
    Interference cancelsAndFillsTheLine =
        (step, argv) -> {
          if (step == Step.LAUNCH) {
            launched.countDown();
          } else if (step == Step.THREAD && armed.compareAndSet(true, false)) {
            victim.join().cancel();
            filler.complete(engine.join().start(SHORT, OutputSink.none()));
          }
        };
    engine.complete(
        Engine.open(
            new DisturbedBackend(ProcessBackend.in(temporary), cancelsAndFillsTheLine, false),
            ONE_AND_ONE));
    try (Engine open = engine.join()) {
      SandboxSession session = open.open(Set.of(), SandboxLimits.STANDARD);
      SandboxExecution first = session.start(LONG);
      victim.complete(session.start(SHORT));
      SandboxExecution other = open.start(SHORT, OutputSink.none());
      assertThat(launched.await(30, TimeUnit.SECONDS)).isTrue();
      armed.set(true);
      first.cancel();

      assertThat(outcome(victim.join())).isEqualTo(new SandboxOutcome.Cancelled());
      assertThat(outcome(other)).isEqualTo(new SandboxOutcome.Exited(0));
      assertThat(outcome(filler.join())).isEqualTo(new SandboxOutcome.Exited(0));
    }
    assertThat(temporary).isEmptyDirectory();
  }

  private static SandboxOutcome outcome(SandboxExecution execution) throws Exception {
    return execution.result().get(30, TimeUnit.SECONDS).outcome();
  }
}
