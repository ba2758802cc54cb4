// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A JVM that runs so many programs which never end, and answers once all of them run. */
public final class SleepingJvm {

  private SleepingJvm() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    BubblewrapSandboxExecutor.Builder builder =
        BubblewrapSandboxExecutor.builder().maxConcurrent(count);
    BubblewrapSandboxExecutor executor =
        (arguments[2].equals("groups") ? builder : builder.withoutControlGroups()).open();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (orders.readLine() != null) {
      CountDownLatch running = new CountDownLatch(count);
      SandboxRequest sleeps =
          SandboxRequest.builder(
                  "/bin/sh",
                  "-c",
                  "setsid sh -c 'while :; do sleep 9; done' $0 & echo up; while :; do sleep 9; done",
                  arguments[1])
              .limits(SandboxLimits.STANDARD.withWall(Duration.ofMinutes(10)))
              .build();
      for (int i = 0; i < count; i++) {
        executor.start(sleeps, (stream, piece) -> running.countDown());
      }
      running.await();
      System.out.println("all run");
    }
  }
}
