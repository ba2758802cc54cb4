// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A heap that is full for a while, at a time when the limit on time is looked after. */
class ShortMemoryTest {

  @TempDir private Path temporary;

  @Test
  void limitOnTime_heapWasFullMeanwhile_holds() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:-UseTLAB",
                "-cp",
                System.getProperty("java.class.path"),
                ShortMemoryJvm.class.getName(),
                temporary.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String printed = new String(jvm.getInputStream().readAllBytes(), UTF_8);

      // Whoever finds no memory to look at it may end it for that, and has memory to say so.
      assertThat(printed).containsAnyOf("TimedOut[]", "java.lang.OutOfMemoryError");
      assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
  }
}
