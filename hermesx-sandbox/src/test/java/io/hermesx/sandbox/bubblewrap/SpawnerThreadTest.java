// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Case 78, as far as it can be had: bubblewrap follows the thread that started it, so that thread
 * does not end, whoever interrupts it. That it goes on after what a start throws, {@code
 * EngineFaultTest} has.
 */
class SpawnerThreadTest {

  private static final SandboxRequest TRUE = SandboxRequest.of(Set.of(), "true");

  @Test
  void spawner_interrupted_endsNoProgramAndStartsTheNextOne() throws Exception {
    Bubblewrap.require();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder().withoutControlGroups().open()) {
      Thread spawner =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("hermesx-sandbox-bubblewrap-spawner"))
              .filter(thread -> !before.contains(thread))
              .findFirst()
              .orElseThrow();
      CompletableFuture<Boolean> up = new CompletableFuture<>();
      SandboxExecution runs =
          executor.start(
              SandboxRequest.builder("/bin/sh", "-c", "echo up; read line; exit 7")
                  .stdin(new byte[0])
                  .build(),
              OutputSink.none());
      SandboxExecution sleeps =
          executor.start(
              SandboxRequest.builder("/bin/sh", "-c", "echo up; exec sleep 1000").build(),
              (stream, piece) -> up.complete(true));
      up.get(30, TimeUnit.SECONDS);
      for (int i = 0; i < 20; i++) {
        spawner.interrupt();
        assertThat(executor.start(TRUE).result().get(30, TimeUnit.SECONDS).outcome())
            .isEqualTo(new SandboxOutcome.Exited(0));
      }

      assertThat(spawner.isAlive()).isTrue();
      assertThat(runs.result().get(30, TimeUnit.SECONDS).outcome())
          .isEqualTo(new SandboxOutcome.Exited(7));
      assertThat(sleeps.result()).isNotDone();
      sleeps.cancel();
      assertThat(sleeps.result().get(30, TimeUnit.SECONDS).outcome())
          .isEqualTo(new SandboxOutcome.Cancelled());
    }
  }
}
