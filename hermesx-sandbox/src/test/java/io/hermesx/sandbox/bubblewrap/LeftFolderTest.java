// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM leaves goes, even if its warden or its whole process group ended with it. */
class LeftFolderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path temp;

  @BeforeEach
  void requireBubblewrap() throws IOException {
    Bubblewrap.require();
    // As root the programs have an account of their own, which must get at what is in it.
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts it as the first of a process group where there is a program for that. */
  private Process start(String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LeavingJvm.class.getName(),
            temp.toString()));
    Process jvm =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    jvm.getOutputStream().write("go\n".getBytes(UTF_8));
    jvm.getOutputStream().flush();
    String answer =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), UTF_8)).readLine();
    assertThat(answer).isEqualTo("Exited[code=0]");
    return jvm;
  }

  private static void shell(String command) throws IOException {
    Process shell = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
    assertThat(shell.onExit().join().exitValue()).isZero();
  }

  private static ProcessHandle warden(Process jvm) {
    return jvm.children().filter(child -> isWarden(child.pid())).findFirst().orElseThrow();
  }

  private static boolean isWarden(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("hermesx-warden");
    } catch (IOException e) {
      return false;
    }
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(temp)) {
      return entries.toList();
    }
  }

  private List<String> mounts() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines.filter(line -> line.contains(" " + temp + "/")).toList();
    }
  }

  @Test
  void jvmAndItsWarden_killed_leaveWhatTheNextExecutorSweeps() throws IOException {
    Process jvm = start();
    ProcessHandle warden = warden(jvm);
    // It must not get to work between the one death and the other.
    shell("kill -s STOP " + warden.pid() + " && kill -s KILL " + jvm.pid());
    jvm.onExit().join();
    assertThat(warden.destroyForcibly()).isTrue();
    warden.onExit().join();
    assertThat(left()).hasSize(1);
    assertThat(mounts()).hasSize(OwnProcess.read(Path.of("/proc/self")).isRoot() ? 1 : 0);

    BubblewrapSandboxExecutor.builder()
        .maxConcurrent(1)
        .withoutControlGroups()
        .temporaryFolder(temp)
        .open()
        .close();

    assertThat(mounts()).isEmpty();
    assertThat(left()).isEmpty();
  }

  @Test
  void processGroupOfTheJvm_killed_leavesAWardenThatCleansUp() throws IOException {
    Path setsid =
        OutsideComponent.require(
            "setsid", OutsideComponent.program("setsid"), "apt-get install util-linux");
    Process jvm = start(setsid.toString());

    shell("kill -s KILL -- -" + jvm.pid());
    jvm.onExit().join();

    for (long waited = 0; waited < PATIENCE.toMillis() && !left().isEmpty(); waited += 10) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(left()).isEmpty();
    assertThat(mounts()).isEmpty();
  }

  /** A system without util-linux has no setsid; the program then starts as it is. */
  @Test
  void warden_whereThereIsNoSetsid_startsAllTheSame() throws IOException {
    for (String path : List.of("/nonexistent", BubblewrapCommands.SEARCH)) {
      ProcessBuilder builder =
          new ProcessBuilder(
              "/bin/sh", "-c", Warden.APART, "/bin/sh", "-c", "echo $$ $1", "name", "a word");
      builder.environment().put("PATH", path);
      Process process = builder.start();

      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .isEqualTo(process.pid() + " a word\n");
    }
  }
}
