// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
@Timeout(240)
class OverfullSessionTest {

  private static final int LINE = 1_024;
  private static final int ATTEMPTS = 30;
  private static final SandboxRequest SHORT = SandboxRequest.builder("sleep", "0.2").build();

  /** Who gets the place in the line that the first one leaves is up to the scheduler. */
  @Test
  void programsOfASession_turnedAway_allHaveTheirResult() throws Exception {
    long turnedAway = 0;
    for (int attempt = 0; attempt < ATTEMPTS && turnedAway < LINE / 2; attempt++) {
      turnedAway = attempt();
    }

    assumeTrue(turnedAway >= LINE / 2, "the crowd was never fast enough");
  }

  /** Returns how many programs of the session were turned away. */
  private static long attempt() throws Exception {
    List<SandboxExecution> ofSession = new ArrayList<>();
    try (SandboxExecutor executor =
        ProcessSandboxExecutor.builder().maxConcurrent(1).maxWaiting(LINE).open()) {
      SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD);
      for (int i = 0; i <= LINE; i++) {
        ofSession.add(session.start(SHORT));
      }
      AtomicBoolean ended = new AtomicBoolean();
      Thread crowd = new Thread(() -> crowd(executor, ended));
      crowd.start();
      ofSession.get(0).result().get(60, TimeUnit.SECONDS);
      awaitStandstill(ofSession);
      ended.set(true);
      crowd.join();
    }
    assertThat(ofSession).allSatisfy(run -> assertThat(run.result()).isCompleted());
    return ofSession.stream()
        .filter(run -> run.result().join().outcome() instanceof SandboxOutcome.Overloaded)
        .count();
  }

  private static void crowd(SandboxExecutor executor, AtomicBoolean ended) {
    while (!ended.get()) {
      var unused = executor.start(Programs.neverEnds());
    }
  }

  /** Waits until no more results come for a moment. */
  private static void awaitStandstill(List<SandboxExecution> runs) throws InterruptedException {
    long before = -1;
    for (long done = done(runs); done > before; done = done(runs)) {
      before = done;
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static long done(List<SandboxExecution> runs) {
    return runs.stream().filter(run -> run.result().isDone()).count();
  }
}
