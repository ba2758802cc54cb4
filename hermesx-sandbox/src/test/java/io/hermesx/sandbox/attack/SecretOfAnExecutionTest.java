// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that one execution is given, and the account that it has on the host. */
class SecretOfAnExecutionTest {

  private static final String WAITS = "echo up; exec sleep 300";

  @TempDir private Path temporary;

  private final String marker = "hermesx-secret-" + UUID.randomUUID();
  private final String secret = "canary-" + UUID.randomUUID();
  private BubblewrapSandboxExecutor executor;

  @BeforeEach
  void open() throws IOException {
    // As root the programs have an account of their own, which must get at what is in it.
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    OutsideComponent.require(
        "bwrap", OutsideComponent.program("bwrap"), "apt-get install bubblewrap");
    executor = BubblewrapSandboxExecutor.builder().temporaryFolder(temporary).open();
    assumeTrue(
        executor.guarantees().contains(Guarantee.FS_CONFINED), "bubblewrap does not work here");
  }

  @AfterEach
  void close() {
    if (executor != null) {
      executor.close();
    }
  }

  @Test
  void secret_whileItsProgramRuns_isInNoCommandLineFileOrOtherEnvironment() throws Exception {
    SandboxExecution holder = up(Map.of("SECRET", secret, "HERMESX_CASE", marker));
    SandboxExecution other =
        executor.start(
            request(
                "cat /proc/*/environ /proc/*/cmdline 2>/dev/null | grep -ac [c]anary-; env",
                Map.of("PATH", "/usr/bin:/bin")));
    assertThat(other.result().get(30, TimeUnit.SECONDS).out().text())
        .startsWith("0")
        .doesNotContain(secret);
    assertThat(places()).isEmpty();
    holder.cancel();
    holder.result().get(30, TimeUnit.SECONDS);
    assertThat(places()).isEmpty();
    assertThat(descriptors()).isEmpty();
  }

  @Test
  void secret_amongTheArgumentsOfAPlainProcess_isFound() throws Exception {
    Process plain =
        new ProcessBuilder("/bin/sh", "-c", "echo up; exec sleep 20; : " + secret).start();
    try {
      assertThat(plain.getInputStream().read()).isEqualTo('u');
      Path file = Files.writeString(temporary.resolve("named"), secret);
      assertThat(places()).contains(file);
    } finally {
      PlainRun.end(plain);
    }
  }

  @Test
  void account_onTheHost_isNotRootAndOfOneExecutionAlone() throws Exception {
    List<String> accounts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String own = marker + "-" + i + "-";
      SandboxExecution execution = up(Map.of("HERMESX_CASE", own));
      Map<Long, String> processes = MarkedProcesses.of(own);
      assertThat(processes).isNotEmpty();
      for (long pid : processes.keySet()) {
        accounts.addAll(ids(pid));
      }
      assertThat(execution.result()).isNotDone();
    }
    if (Control.isRoot()) {
      assertThat(accounts).doesNotContain("0");
      assertThat(Set.copyOf(accounts)).hasSize(2);
    }
  }

  private SandboxExecution up(Map<String, String> environment) throws InterruptedException {
    CountDownLatch up = new CountDownLatch(1);
    OutputSink sink = (stream, piece) -> up.countDown();
    SandboxExecution execution = executor.start(request(WAITS, environment), sink);
    assertThat(up.await(30, TimeUnit.SECONDS)).isTrue();
    return execution;
  }

  private static SandboxRequest request(String script, Map<String, String> environment) {
    return SandboxRequest.builder("/bin/sh", "-c", script)
        .environment(environment)
        .required(Set.of(Guarantee.FS_CONFINED, Guarantee.ENV_CLEAN))
        .build();
  }

  /** Returns where the secret is besides the environment of its own program. */
  private List<Path> places() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        if (has(process.resolve("cmdline"), secret)) {
          found.add(process.resolve("cmdline"));
        }
        Path environ = process.resolve("environ");
        if (has(environ, secret) && !has(environ, marker)) {
          found.add(environ);
        }
      }
    }
    for (Path folder :
        List.of(temporary, Path.of("/tmp"), Path.of("/dev/shm"), Path.of("/var/tmp"))) {
      files(folder, found);
    }
    return found;
  }

  private void files(Path folder, List<Path> found) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> Files.isRegularFile(file) && file.toFile().length() < 1 << 20)
          .filter(file -> has(file, secret))
          .forEach(found::add);
    }
  }

  /** Returns the open files of this JVM that have it, also those without a name. */
  private List<Path> descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(file -> Files.isRegularFile(file) && file.toFile().length() < 1 << 20)
          .filter(file -> has(file, secret))
          .toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> ids(long pid) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("Uid:") || line.startsWith("Gid:")) {
        ids.addAll(List.of(line.substring(4).strip().split("\\s+")));
      }
    }
    return ids;
  }
}
