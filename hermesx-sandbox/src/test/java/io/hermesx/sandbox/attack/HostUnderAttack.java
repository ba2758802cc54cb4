// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * A host that is killed: it starts programs that never end, each with a daemon, and says so.
 *
 * <p>Arguments: the marker of the programs, how many, and whether to say so {@code before} they run
 * or {@code after}.
 */
final class HostUnderAttack {

  private static final String PROGRAM =
      "(setsid sh -c 'trap \"\" HUP TERM; sleep 300 & sleep 300' >/dev/null 2>&1 &); echo up; exec"
          + " sleep 300";

  private HostUnderAttack() {}

  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[1]);
    CountDownLatch up = new CountDownLatch(arguments[2].equals("after") ? count : 1);
    SandboxExecutor executor = BubblewrapSandboxExecutor.builder().maxConcurrent(count).open();
    SandboxRequest request =
        SandboxRequest.builder("/bin/sh", "-c", PROGRAM)
            .environment(Map.of("PATH", "/usr/bin:/bin", "HERMESX_CASE", arguments[0]))
            .required(Set.of(Guarantee.CRASH_CLEANUP))
            .build();
    OutputSink sink = (stream, piece) -> up.countDown();
    for (int i = 0; i < count; i++) {
      Future<?> unused =
          executor
              .start(request, sink)
              .result()
              .thenAccept(result -> System.out.println("ended: " + result.outcome()));
    }
    up.await();
    System.out.println("started");
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
