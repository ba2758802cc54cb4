// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecution;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a program shares with the host all the same, as the guide says it under what is not held,
 * and what of it is mended.
 */
@Timeout(60)
class SharedWithTheHostTest {

  @TempDir private Path folder;
  private BubblewrapSandboxExecutor executor;

  @BeforeEach
  void open() throws IOException {
    Bubblewrap.require();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .temporaryFolder(folder)
            .open();
  }

  @AfterEach
  void close() {
    executor.close();
  }

  /** Nobody else locks bubblewrap itself. */
  @Test
  void flock_onAFileOfTheHost_keepsOthersFromItForAsLongAsTheProgramRuns() throws Exception {
    Path flock =
        OutsideComponent.require(
            "flock", OutsideComponent.program("flock"), "apt-get install util-linux");
    String file = "/usr/bin/bwrap";
    CompletableFuture<Boolean> locked = new CompletableFuture<>();
    SandboxExecution execution =
        executor.start(
            SandboxRequest.builder("flock", "-x", "-n", file, "-c", "echo locked; sleep 25")
                .build(),
            (stream, piece) -> locked.complete(true));
    locked.get(20, TimeUnit.SECONDS);

    assertThat(status(flock, file)).isEqualTo(1);
    execution.cancel();
    execution.result().join();
    assertThat(status(flock, file)).isZero();
  }

  private static int status(Path flock, String file) throws Exception {
    return new ProcessBuilder(flock.toString(), "-x", "-n", file, "/bin/true").start().waitFor();
  }

  @Test
  void lease_onAFileOfItsOwn_isRefused() {
    OutsideComponent.require("perl", OutsideComponent.program("perl"), "apt-get install perl");
    String script =
        "open(my $f, '>', '/tmp/f') or die; close $f; open($f, '<', '/tmp/f') or die;"
            + " print fcntl($f, 1024, 0) ? 'leased' : 'refused ' . ($! + 0)";

    assertThat(said(SandboxRequest.builder("perl", "-e", script).build())).isEqualTo("refused 1");
  }

  @Test
  void mountinfo_inside_namesTheExecutorsFolderButNoWorkFolderOfRoot() throws IOException {
    SandboxRequest request =
        SandboxRequest.builder("cat", "/proc/self/mountinfo")
            .files(new SandboxFiles(List.of(), List.of("none")))
            .build();
    List<String[]> mounts = said(request).lines().map(line -> line.split(" ")).toList();
    String ours = folder.getFileName().toString();

    assertThat(mounts)
        .filteredOn(mount -> mount[3].contains(ours) && !mount[4].equals("/work"))
        .isNotEmpty()
        .allSatisfy(mount -> assertThat(mount[4]).isEqualTo("/etc"));
    if (OwnProcess.read(Path.of("/proc/self")).isRoot()) {
      assertThat(mounts)
          .filteredOn(mount -> mount[4].equals("/work"))
          .singleElement()
          .satisfies(mount -> assertThat(mount[3]).isEqualTo("/"));
    }
  }

  private String said(SandboxRequest request) {
    return executor.start(request, OutputSink.none()).result().join().out().text();
  }
}
