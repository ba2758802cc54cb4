// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.cgroup.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who sets {@code PATH} does not choose what runs on the host's side. */
@Timeout(60)
class SearchPathTest {

  private static final List<String> NAMES =
      List.of("sh", "bwrap", "setpriv", "prlimit", "mount", "umount", "setsid", "grep", "rm");

  @TempDir private Path folder;

  @Test
  void path_ofTheJvm_isNotAskedForProgramsOfTheHostsSide() throws Exception {
    Bubblewrap.require();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path called = folder.resolve("called");
    Path strange = Files.createDirectory(folder.resolve("bin"));
    for (String name : NAMES) {
      program(strange.resolve(name), "echo " + name + " >>" + called);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            JavaProgram.command(
                JavaProgram.readableClassPath(folder), ClosingJvm.class, folder.toString()));
    builder.environment().put("PATH", strange.toString());
    Process jvm = builder.redirectErrorStream(true).start();

    assertThat(new String(jvm.getInputStream().readAllBytes(), UTF_8)).endsWith("Exited[code=0]\n");
    assertThat(called).doesNotExist();
  }

  @Test
  void name_withoutAFolder_isNotStarted() {
    assertThatThrownBy(() -> HostProcess.start(List.of("true"), Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the program true")
        .hasMessageContaining("an absolute path");
  }

  private static void program(Path path, String script) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A session with a program, from its mount to its end. */
  static final class ClosingJvm {

    private ClosingJvm() {}

    public static void main(String[] arguments) {
      try (BubblewrapSandboxExecutor executor =
              BubblewrapSandboxExecutor.builder()
                  .maxConcurrent(1)
                  .withoutControlGroups()
                  .temporaryFolder(Path.of(arguments[0]))
                  .open();
          SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD)) {
        SandboxRequest write = SandboxRequest.builder("/bin/sh", "-c", ": >/work/file").build();
        System.out.println(session.start(write).result().join().outcome());
      }
    }
  }
}
