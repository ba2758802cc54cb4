// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.CapturedOutput;
import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import io.hermesx.sandbox.ProcessSandboxExecutor;
import io.hermesx.sandbox.files.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever reads why something cannot be done reads what it was, why, and what to do next. */
class NextStepTest {

  private Path folder;

  /** Not below {@code /tmp}, of which nothing is let in. */
  @BeforeEach
  void make() throws IOException {
    Bubblewrap.require();
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "hermesx-next-step-");
    permit(folder, "rwxr-xr-x");
  }

  @AfterEach
  void remove() {
    assertThat(FolderTree.delete(folder)).isTrue();
  }

  private static Path permit(Path path, String permissions) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static boolean isRoot() throws IOException {
    return OwnProcess.read(Path.of("/proc/self")).isRoot();
  }

  private static void requireRoot() throws IOException {
    OutsideComponent.require(
        "root", isRoot() ? Optional.of(Path.of("/")) : Optional.empty(), "run as root");
  }

  private static void command(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).as(command[0]).isZero();
  }

  private static ThrowingCallable opening(BubblewrapSandboxExecutor.Builder builder) {
    return () -> builder.maxConcurrent(1).withoutControlGroups().open().close();
  }

  private static GuaranteeProof lacking(BubblewrapSandboxExecutor.Builder builder) {
    try (BubblewrapSandboxExecutor executor =
        builder.maxConcurrent(1).withoutControlGroups().open()) {
      assertThat(executor.guarantees()).isEmpty();
      return executor.proofs().get(0);
    }
  }

  private Path kind(String kind) throws IOException {
    Path path = folder.resolve(kind);
    switch (kind) {
      case "missing" -> {}
      case "dangling" -> Files.createSymbolicLink(path, Path.of("/nowhere/at/all"));
      case "link-to-etc" -> Files.createSymbolicLink(path, Path.of("/etc"));
      case "link-below-etc" -> Files.createSymbolicLink(path, Path.of("/etc/passwd"));
      case "fifo" -> command("mkfifo", path.toString());
      case "below-a-file" -> {
        Files.writeString(path, "");
        return path.resolve("inner");
      }
      default -> throw new IllegalArgumentException(kind);
    }
    return path;
  }

  @ParameterizedTest
  @CsvSource({
    "missing,      no such file or folder, make it there",
    "dangling,     no such file or folder, make it there",
    "link-to-etc,  leads to /etc,          name another",
    "link-below-etc, leads to /etc/passwd, name another",
    "fifo,         no plain file,          name the folder",
    "below-a-file, Not a directory,        make it there",
  })
  void readOnly_ofAWrongKind_saysWhatItIsAndWhatToDo(String kind, String why, String next)
      throws IOException {
    Path path = kind(kind);

    assertThatThrownBy(opening(BubblewrapSandboxExecutor.builder().readOnly(path)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(why)
        .hasMessageContaining("allowed: a folder or plain file")
        .hasMessageContaining(next);
  }

  /** On the {@code /etc} that programs see, which is not the host's, nothing can be mounted. */
  @Test
  void readOnly_belowEtc_isRefused() {
    Path path = Path.of("/etc/ssl/certs");

    assertThatThrownBy(opening(BubblewrapSandboxExecutor.builder().readOnly(path)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("allowed: an absolute path")
        .hasMessageContaining("name the folder of the programs itself");
  }

  @ParameterizedTest
  @CsvSource({"closed, closed/inner", "closed, closed"})
  void readOnly_thatProgramsCannotReach_saysWhichFolderKeepsThemOut(String closed, String named)
      throws IOException {
    Path inner = Files.createDirectories(folder.resolve("closed/inner"));
    permit(inner, "rwxr-xr-x");
    permit(folder.resolve(closed), isRoot() ? "rwx------" : "---------");
    Path path = folder.resolve(named);

    assertThatThrownBy(opening(BubblewrapSandboxExecutor.builder().readOnly(path)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(isRoot() ? "chmod o+rX " + folder.resolve(closed) : "ermission");
    permit(folder.resolve(closed), "rwx------");
  }

  @Test
  void readOnly_foldersAndFilesThatAreThere_areRead() throws IOException {
    Path inner = permit(Files.createDirectory(folder.resolve("inner")), "rwxr-xr-x");
    Path file = permit(Files.writeString(inner.resolve("file"), "read"), "rw-r--r--");
    Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
    List<String> seen = List.of(file.toString(), link + "/file");

    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .readOnly(file)
            .readOnly(link)
            .open()) {
      assertThat(executor.guarantees()).contains(Guarantee.FS_CONFINED);
      for (String path : seen) {
        assertThat(executor.start(SandboxRequest.of(Set.of(), "cat", path)).result().join().out())
            .returns("read", CapturedOutput::text);
      }
    }
  }

  /** With the reason in the message, which is all that many logs have, and the cause kept. */
  private void refusesFolder(Path temporary, String why) {
    List<ThrowingCallable> both =
        List.of(
            opening(BubblewrapSandboxExecutor.builder().temporaryFolder(temporary)),
            () -> ProcessSandboxExecutor.builder().temporaryFolder(temporary).open().close());
    for (ThrowingCallable opening : both) {
      assertThatThrownBy(opening)
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseInstanceOf(IOException.class)
          .hasMessageContaining("no folder can be made in " + temporary + ": ")
          .hasMessageContaining(why)
          .hasMessageContaining("allowed: ")
          .hasMessageContaining("temporaryFolder");
    }
  }

  @Test
  void temporaryFolder_thatIsNone_saysWhy() throws IOException {
    refusesFolder(folder.resolve("missing"), "no such file or folder");
    refusesFolder(Files.writeString(folder.resolve("file"), ""), "Not a directory");
  }

  @Test
  void temporaryFolder_thatCannotBeWritten_saysWhy() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    if (isRoot()) {
      command("mount", "-t", "tmpfs", "-o", "ro", "hermesx-test", closed.toString());
    } else {
      permit(closed, "r-xr-xr-x");
    }
    try {
      refusesFolder(closed, isRoot() ? "Read-only file system" : "permission denied");
    } finally {
      if (isRoot()) {
        command("umount", closed.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"nr_inodes=1", "nr_inodes=3", "size=8k"})
  void temporaryFolder_thatIsFull_saysSoWhereverItEnds(String option) throws IOException {
    requireRoot();
    Path full = Files.createDirectory(folder.resolve("full"));
    command("mount", "-t", "tmpfs", "-o", "mode=755," + option, "hermesx-test", full.toString());
    try {
      assertThatThrownBy(opening(BubblewrapSandboxExecutor.builder().temporaryFolder(full)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(full.toString())
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("temporaryFolder");
    } finally {
      command("umount", full.toString());
    }
  }

  @Test
  void temporaryFolder_thatGetsFull_isNoMatterOfTheToolsOfProcesses() throws IOException {
    requireRoot();
    Path full = Files.createDirectory(folder.resolve("full"));
    command("mount", "-t", "tmpfs", "-o", "mode=755,nr_inodes=3", "hermesx", full.toString());
    try (ProcessSandboxExecutor executor =
        ProcessSandboxExecutor.builder().temporaryFolder(full).open()) {
      assertThat(executor.proofs())
          .filteredOn(proof -> proof.guarantee() == Guarantee.WALL_LIMIT)
          .allMatch(proof -> proof.evidence().contains("No space left on device"))
          .allMatch(proof -> proof.evidence().contains("temporaryFolder"))
          .noneMatch(proof -> proof.remedy().contains("coreutils"))
          .hasSize(1);
    } finally {
      command("umount", full.toString());
    }
  }

  /** What decides is whether programs run, not how a file system is mounted. */
  @Test
  void temporaryFolder_whereNothingIsExecuted_isOne() throws IOException {
    requireRoot();
    Path data = Files.createDirectory(folder.resolve("data"));
    command("mount", "-t", "tmpfs", "-o", "mode=755,noexec,nosuid,nodev", "x", data.toString());
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .withoutControlGroups()
            .temporaryFolder(data)
            .open()) {
      assertThat(executor.guarantees()).contains(Guarantee.FS_CONFINED);
    } finally {
      command("umount", data.toString());
    }
  }

  @Test
  void bubblewrap_thatIsAFolder_isNotExecutedAndSaysSo() {
    GuaranteeProof proof = lacking(BubblewrapSandboxExecutor.builder().bubblewrap(folder));

    assertThat(proof.remedy())
        .contains("bubblewrap 0.8 or newer", folder + " is a folder")
        .doesNotContain("container");
  }

  @Test
  void bubblewrap_thatIsTooOld_isNamedWithItsVersion() throws IOException {
    Path old = program("[ \"$1\" = --version ] && echo bubblewrap 0.6.2 && exit 0; exit 1");
    GuaranteeProof proof = lacking(BubblewrapSandboxExecutor.builder().bubblewrap(old));

    assertThat(proof.remedy())
        .contains("install bubblewrap 0.8 or newer", old + " is 0.6.2")
        .doesNotContain("container");
  }

  @Test
  void bubblewrap_thatIsNewEnoughAndMayDoNothing_isNotToBeInstalledAgain() throws IOException {
    Path kept =
        program(
            "[ \"$1\" = --version ] && echo bubblewrap 0.11.0 && exit 0;"
                + " echo 'bwrap: Creating new namespace failed: Operation not permitted' >&2; exit 1");
    GuaranteeProof proof = lacking(BubblewrapSandboxExecutor.builder().bubblewrap(kept));

    assertThat(proof.evidence()).contains("Creating new namespace failed");
    assertThat(proof.remedy()).isNotBlank().doesNotContain("install");
  }

  private Path program(String script) throws IOException {
    return permit(
        Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\n" + script + "\n"), "rwxr-xr-x");
  }

  /** In a container that has not all of root's privileges: the reason must not get lost. */
  @ParameterizedTest
  @CsvSource({"chown, CAP_CHOWN, could not be given", "setuid, CAP_SETUID, setresuid"})
  void privileges_thatAreMissing_areNamed(String without, String name, String evidence)
      throws IOException {
    requireRoot();
    Process jvm =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-" + without,
                "--inh-caps=-" + without,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                OpeningJvm.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).contains(evidence, "remedy: let this process have " + name);
  }
}
