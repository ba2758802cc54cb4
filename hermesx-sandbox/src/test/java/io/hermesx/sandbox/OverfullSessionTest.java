// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A session with a thousand programs behind one another, while the line of all is full: each of
 * them that is turned away lets the next one of the session in, which is turned away too.
 */
@Timeout(120)
class OverfullSessionTest {

  private static final int LINE = 1_024;

  @Test
  void programsOfASession_allTurnedAway_allHaveTheirResult() throws Exception {
    SandboxRequest slow = SandboxRequest.builder("sleep", "1").build();
    List<SandboxExecution> ofSession = new ArrayList<>();
    AtomicBoolean ended = new AtomicBoolean();
    Thread crowd;
    try (SandboxExecutor executor =
        ProcessSandboxExecutor.builder().maxConcurrent(1).maxWaiting(LINE).open()) {
      SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD);
      for (int i = 0; i <= LINE; i++) {
        ofSession.add(session.start(slow));
      }
      for (int i = 0; i < LINE; i++) {
        var unused = executor.start(Programs.neverEnds());
      }
      crowd =
          new Thread(
              () -> {
                while (!ended.get()) {
                  var unused = executor.start(Programs.neverEnds());
                }
              });
      crowd.start();
      ofSession.get(0).result().get(60, TimeUnit.SECONDS);
      while (ofSession.stream().filter(run -> run.result().isDone()).count() < LINE / 2) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      ended.set(true);
      crowd.join();
    }

    assertThat(ofSession)
        .allSatisfy(run -> assertThat(run.result()).isCompleted())
        .anyMatch(run -> run.result().join().outcome() instanceof SandboxOutcome.Overloaded);
  }
}
