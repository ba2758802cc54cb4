// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxFile;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.sandbox.SandboxResult;
import io.hermesx.core.sandbox.SandboxSession;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import io.hermesx.sandbox.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors outlive what systemd-tmpfiles and its like leave of a folder that is days old. */
@Timeout(60)
class TidiedFolderTest {

  private static final SandboxOutcome DONE = new SandboxOutcome.Exited(0);

  @TempDir private Path temp;

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private SandboxExecutor bubblewrap() {
    Bubblewrap.require();
    return BubblewrapSandboxExecutor.builder()
        .maxConcurrent(1)
        .withoutControlGroups()
        .temporaryFolder(temp)
        .open();
  }

  private Path own() throws IOException {
    try (Stream<Path> entries = Files.list(temp)) {
      return entries.findFirst().orElseThrow();
    }
  }

  private static SandboxResult run(SandboxExecutor executor, String script, SandboxFiles files) {
    return executor
        .start(SandboxRequest.builder("/bin/sh", "-c", script).files(files).build())
        .result()
        .join();
  }

  private static void assertRuns(SandboxExecutor executor) {
    SandboxFiles files = new SandboxFiles(List.of(SandboxFile.text("in", "taken")), List.of("out"));
    SandboxResult result = run(executor, "cat in >out", files);
    assertThat(result.outcome()).isEqualTo(DONE);
    assertThat(result.files()).hasSize(1);
    assertThat(run(executor, "exit 0", SandboxFiles.NONE).outcome()).isEqualTo(DONE);
    try (SandboxSession session = executor.open(Set.of(), SandboxLimits.STANDARD)) {
      assertThat(session.start(SandboxRequest.of(Set.of(), "true")).result().join().outcome())
          .isEqualTo(DONE);
    }
  }

  private static String accounts(SandboxExecutor executor) {
    return run(executor, "cat /etc/passwd", SandboxFiles.NONE).out().text();
  }

  @Test
  void bubblewrap_whoseFolderIsRemoved_runsTheNextProgramAsBefore() throws IOException {
    try (SandboxExecutor executor = bubblewrap()) {
      String before = accounts(executor);
      assertThat(before).contains("nobody");
      Path own = own();

      assertThat(FolderTree.delete(own)).isTrue();
      assertThat(accounts(executor)).isEqualTo(before);
      assertRuns(executor);

      assertThat(FolderTree.delete(own)).isTrue();
      assertRuns(executor);
      assertThat(own()).isEqualTo(own);
    }
    assertThat(temp).isEmptyDirectory();
  }

  /** It removes one file after the other, and gives a folder the times back that it had. */
  @Test
  void bubblewrap_ofWhoseFolderParts_areRemoved_showsTheNextProgramAllOfThem() throws IOException {
    try (SandboxExecutor executor = bubblewrap()) {
      String before = accounts(executor);
      Path etc = own().resolve("etc");
      FileTime times = Files.getLastModifiedTime(etc);
      Files.delete(etc.resolve("passwd"));
      Files.setLastModifiedTime(etc, times);

      assertThat(accounts(executor)).isEqualTo(before);

      assertThat(FolderTree.delete(own().resolve("volumes"))).isTrue();
      assertThat(FolderTree.delete(etc)).isTrue();
      assertRuns(executor);
      assertThat(accounts(executor)).isEqualTo(before);
    }
    assertThat(temp).isEmptyDirectory();
  }

  /** As after an umount that did not end in its time. */
  @Test
  void bubblewrap_withAWorkFolderThatIsStillMounted_takesItDownAtItsEnd() throws IOException {
    OutsideComponent.require(
        "root",
        Optional.of(temp).filter(unused -> Files.isWritable(Path.of("/proc/1/oom_score_adj"))),
        "run as root");
    Path left;
    try (SandboxExecutor executor = bubblewrap()) {
      assertThat(executor.guarantees()).isNotEmpty();
      left = Files.createDirectory(own().resolve("volumes/left"));
      VolumeMounts.ofSystem().mount(left, "size=64k");
    }
    try {
      assertThat(temp).isEmptyDirectory();
    } finally {
      if (Files.exists(left)) {
        VolumeMounts.ofSystem().unmount(temp, List.of(left));
      }
    }
  }

  @Test
  void process_whoseFolderIsRemoved_runsTheNextProgramAsBefore() throws IOException {
    try (SandboxExecutor executor = ProcessSandboxExecutor.builder().temporaryFolder(temp).open()) {
      assertThat(FolderTree.delete(own())).isTrue();

      assertRuns(executor);
    }
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void bubblewrap_inWhoseFoldersPlaceIsALink_startsNothingAndSaysSo() throws IOException {
    try (SandboxExecutor executor = bubblewrap()) {
      Path own = own();
      assertThat(FolderTree.delete(own)).isTrue();
      Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
      Files.writeString(elsewhere.resolve("precious"), "");
      Files.createSymbolicLink(own, elsewhere);

      assertThat(run(executor, "exit 0", SandboxFiles.NONE).outcome())
          .isInstanceOfSatisfying(
              SandboxOutcome.Faulted.class,
              faulted -> assertThat(faulted.reason()).contains(own.toString(), "somebody else"));
    }
    assertThat(temp.resolve("elsewhere/precious")).exists();
  }
}
