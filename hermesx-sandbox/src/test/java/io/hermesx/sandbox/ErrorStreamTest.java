// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard error, which no thread reads at first, is there in full all the same. */
class ErrorStreamTest {

  private static final SandboxLimits MUCH =
      SandboxLimits.STANDARD.toBuilder().maxOutputBytes(1L << 30).build();

  @TempDir private Path temporary;
  private SandboxExecutor executor;

  @BeforeEach
  void open() {
    executor = ProcessSandboxExecutor.builder().temporaryFolder(temporary).open();
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private SandboxResult await(String script, OutputSink sink) throws Exception {
    SandboxRequest request = SandboxRequest.builder("/bin/sh", "-c", script).build().within(MUCH);
    return executor.start(request, sink).result().get(30, TimeUnit.SECONDS);
  }

  /** From what fits into a pipe many times over to what needs a reader. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_096, 65_536, 65_537, 3_000_000})
  void errors_ofAProgramThatEndsAtOnce_areComplete(int octets) throws Exception {
    String script = "head -c " + octets + " /dev/zero >&2";
    for (int round = 0; round < 10; round++) {
      assertThat(await(script, OutputSink.none()).err().totalBytes()).isEqualTo(octets);
    }
    AtomicLong heard = new AtomicLong();
    OutputSink sink = (stream, piece) -> heard.addAndGet(piece.length);

    assertThat(await(script, sink).err().totalBytes()).isEqualTo(octets);
    assertThat(heard).hasValue(octets);
  }

  @Test
  void errors_writtenWhenTheOutputIsClosed_areComplete() throws Exception {
    SandboxResult result =
        await("echo out; exec >&-; head -c 200000 /dev/zero >&2; exit 3", OutputSink.none());

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(3));
    assertThat(result.out().text()).isEqualTo("out\n");
    assertThat(result.err().totalBytes()).isEqualTo(200_000);
  }

  /** It left the folder and is nobody's child, but has the pipe. */
  @Test
  void errors_heldOpenByOneThatHides_doNotHoldTheResultUp() throws Exception {
    Path pid = temporary.resolve("pid");
    SandboxResult result =
        await(
            "cd /; (sleep 25 >/dev/null & echo $! >" + pid + "); echo wrong >&2; exit 0",
            OutputSink.none());
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);

    assertThat(result.outcome()).isEqualTo(new SandboxOutcome.Exited(0));
    assertThat(result.err().text()).isEqualTo("wrong\n");
    assertThat(result.usage().wall()).isLessThan(Duration.ofSeconds(15));
  }
}
