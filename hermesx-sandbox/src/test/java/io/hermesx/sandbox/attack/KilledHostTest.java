// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is left when {@code kill -9} hits the JVM: no process after 2 s, and a little later no group
 * and no file. A machine that takes longer is told so by {@code hermesx.sandbox.crash.seconds}.
 */
class KilledHostTest {

  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("hermesx.sandbox.crash.seconds", 2));

  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TempDir private Path temporary;

  @BeforeEach
  void requireBubblewrap() throws IOException {
    // As root the programs have an account of their own, which must get at what is in it.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
  }

  @ParameterizedTest
  @CsvSource({"50, after", "20, before", "1, before"})
  void kill_ofTheHost_leavesNothing(int programs, String moment)
      throws IOException, InterruptedException {
    String marker = "hermesx-killed-" + UUID.randomUUID();
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                HostUnderAttack.class.getName(),
                marker,
                Integer.toString(programs),
                moment)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(said(host)).isEqualTo("started");
      assertThat(MarkedProcesses.of(marker)).hasSizeGreaterThan(moment.equals("after") ? 150 : 0);
    } finally {
      host.destroyForcibly();
      host.waitFor(10, TimeUnit.SECONDS);
    }
    long start = System.nanoTime();
    Map<Long, String> left = MarkedProcesses.of(marker);
    while (!left.isEmpty() && System.nanoTime() - start < LONGEST.toNanos()) {
      MarkedProcesses.pause();
      left = MarkedProcesses.of(marker);
    }
    Duration processes = Duration.ofNanos(System.nanoTime() - start);
    String groups = "-" + host.pid() + "-";
    while (!(files().isEmpty() && ControlGroupFolders.of(groups).isEmpty())
        && System.nanoTime() - start < LONGEST.toNanos()) {
      MarkedProcesses.pause();
    }
    System.out.printf(
        "killed host with %d programs: no process left after %d ms, no group or file after %d ms%n",
        programs, processes.toMillis(), (System.nanoTime() - start) / 1_000_000);
    assertThat(left).isEmpty();
    assertThat(files()).isEmpty();
    assertThat(ControlGroupFolders.of(groups)).isEmpty();
    assertThat(processes).isLessThanOrEqualTo(PATIENCE);
  }

  /** Returns its first line; a host that says nothing for a minute is ended. */
  private static String said(Process host) throws IOException {
    host.onExit().orTimeout(1, TimeUnit.MINUTES).exceptionally(late -> end(host));
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(host.getInputStream(), StandardCharsets.US_ASCII))) {
      return reader.readLine();
    }
  }

  private static Process end(Process host) {
    return host.destroyForcibly();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(path -> path.getFileName().toString().startsWith("hermesx")).toList();
    }
  }
}
