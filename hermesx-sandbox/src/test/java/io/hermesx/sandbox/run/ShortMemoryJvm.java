// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.time.Ticker;
import io.hermesx.sandbox.process.ProcessBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM without a free octet for a while, in the time of a program; prints how that ended. */
public final class ShortMemoryJvm {

  private static final EngineSettings TWO = new EngineSettings(2, 2, 10, Ticker.system());
  private static final Duration WALL = Duration.ofSeconds(4);
  private static final long FULL_MILLIS = 1_500;

  private static @Nullable Object[] chain;

  private ShortMemoryJvm() {}

  public static void main(String[] arguments) throws Exception {
    try (Engine engine = Engine.open(ProcessBackend.in(Path.of(arguments[0])), TWO)) {
      SandboxExecution execution =
          engine.start(
              SandboxRequest.builder("sleep", "1000")
                  .limits(SandboxLimits.STANDARD.withWall(WALL))
                  .build(),
              OutputSink.none());
      TimeUnit.MILLISECONDS.sleep(100);
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FULL_MILLIS);
      while (System.nanoTime() - until < 0) {
        fill();
      }
      chain = null;
      System.out.println(execution.result().get(20, TimeUnit.SECONDS).outcome());
    }
  }

  /** Until there is no room for the smallest object. */
  private static void fill() {
    int size = 1 << 20;
    while (size > 0) {
      try {
        Object[] next = new Object[size];
        next[0] = chain;
        chain = next;
      } catch (OutOfMemoryError e) {
        size /= 2;
      }
    }
  }
}
