// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Output that nobody has begun to read when the program is over, because threads come late. */
class LateWorkerTest {

  private static final long LATE_MILLIS = 500;
  private static final OutputPump.Trouble NONE =
      new OutputPump.Trouble() {
        @Override
        public void tooMuch() {
          throw new AssertionError("too much");
        }

        @Override
        public void broken(Throwable why) {
          throw new AssertionError(why);
        }
      };

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private Process process;

  @BeforeEach
  void runProgram() throws IOException, InterruptedException {
    process = new ProcessBuilder("sh", "-c", "echo out; echo err >&2").start();
    process.waitFor();
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private Streams streams(OutputSink sink) {
    return new Streams(process, SandboxLimits.STANDARD, new Streams.Capturing(sink, NONE));
  }

  private void late(OutputPump pump) {
    var unused = threads.schedule(pump, LATE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static String both(Streams streams) {
    return streams.out().finish().text() + streams.err().finish().text();
  }

  @Test
  void sink_workersAreLate_hearsBoth() throws InterruptedException {
    Streams streams = streams((stream, piece) -> heard.writeBytes(piece));
    late(streams.out());
    late(streams.err());

    streams.await(() -> true);

    assertThat(heard.toString(UTF_8)).contains("out\n", "err\n");
    assertThat(both(streams)).isEqualTo("out\nerr\n");
  }

  @Test
  void sink_noTimeLeft_isNotWaitedForAndNothingIsLost() throws InterruptedException {
    Streams streams = streams((stream, piece) -> heard.writeBytes(piece));

    streams.await(() -> false);

    assertThat(heard.size()).isZero();
    assertThat(both(streams)).isEqualTo("out\nerr\n");
  }

  @Test
  void nobodyHears_workersNeverCome_nothingIsLost() throws InterruptedException {
    Streams streams = streams(OutputSink.none());

    streams.await(() -> true);

    assertThat(both(streams)).isEqualTo("out\nerr\n");
  }
}
