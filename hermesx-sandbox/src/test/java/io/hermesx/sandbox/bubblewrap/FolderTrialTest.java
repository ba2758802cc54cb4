// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.Guarantee;
import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxFiles;
import io.hermesx.core.sandbox.SandboxOutcome;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work folders are tried where and as every run makes its own, not only the temporary ones. */
class FolderTrialTest {

  @TempDir private Path folder;
  private boolean root;

  @BeforeEach
  void letOtherAccountsIn() throws IOException {
    Bubblewrap.require();
    permit(folder);
    root = OwnProcess.read(Path.of("/proc/self")).isRoot();
  }

  private static Path permit(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private void requireRoot() {
    OutsideComponent.require("root", Optional.of(folder).filter(unused -> root), "run as root");
  }

  private SandboxOutcome withFiles(BubblewrapSandboxExecutor executor, Set<Guarantee> required) {
    return executor
        .start(
            SandboxRequest.builder("true")
                .required(required)
                .files(new SandboxFiles(List.of(), List.of("out")))
                .build())
        .result()
        .join()
        .outcome();
  }

  @Test
  void proof_ofTheLimitOnDisk_saysWhatAProgramWithAWorkFolderCouldWrite() {
    Bubblewrap.requireControlGroups();
    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder().maxConcurrent(1).temporaryFolder(folder).open()) {
      assertThat(executor.proofs())
          .filteredOn(proof -> proof.guarantee() == Guarantee.DISK_LIMIT)
          .allMatch(GuaranteeProof::held)
          .allMatch(proof -> proof.evidence().contains("a program with a work folder"))
          .allMatch(proof -> proof.evidence().contains("not for programs with") != root)
          .hasSize(1);
      assertThat(withFiles(executor, Set.of(Guarantee.FS_CONFINED)))
          .isEqualTo(new SandboxOutcome.Exited(0));
    }
  }

  /** A container whose root may not mount: it used to claim what no program with files got. */
  @Test
  void rootThatMayNotMount_programsWithFiles_areRefusedByNameAndOthersRun() throws IOException {
    requireRoot();
    Process jvm =
        new ProcessBuilder(
                "setpriv",
                "--bounding-set=-sys_admin",
                "--inh-caps=-sys_admin",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                FolderJvm.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said.lines())
        .anyMatch(line -> line.equals("without files: Exited[code=0]"))
        .anyMatch(
            line ->
                line.startsWith("with files: Refused[missing=[FS_CONFINED]")
                    && line.contains("CAP_SYS_ADMIN"))
        .anyMatch(
            line ->
                line.startsWith("with files, unconfined: Faulted")
                    && line.contains("a work folder could not be made"));
  }

  /** A work folder that is another one than was made: no limits, and nothing comes in or out. */
  @Test
  void workFolder_thatIsAPlainOne_lacksBothGuarantees() throws IOException {
    requireRoot();
    Bubblewrap.requireControlGroups();
    Path plain = permit(Files.createDirectory(folder.resolve("plain")));
    Path exchanging = folder.resolve("bwrap");
    Files.writeString(
        exchanging,
        "#!/bin/sh\n[ \"$1\" = --args ] || exec "
            + Bubblewrap.require()
            + " \"$@\"\nedited=$(mktemp) || exit 1\ntr '\\0' '\\n' <&7 | sed -e '/^--bind$/{n;s#.*#"
            + plain
            + "#}' | tr '\\n' '\\0' >$edited\nexec 7<$edited && rm $edited && exec "
            + Bubblewrap.require()
            + " \"$@\"\n");
    permit(exchanging);

    try (BubblewrapSandboxExecutor executor =
        BubblewrapSandboxExecutor.builder()
            .maxConcurrent(1)
            .bubblewrap(exchanging)
            .temporaryFolder(folder)
            .open()) {
      Set<Guarantee> both = EnumSet.of(Guarantee.FS_CONFINED, Guarantee.DISK_LIMIT);
      assertThat(executor.guarantees()).containsAll(both);
      for (Guarantee one : both) {
        assertThat(withFiles(executor, Set.of(one)))
            .isInstanceOfSatisfying(
                SandboxOutcome.Refused.class,
                refused -> assertThat(refused.missing()).contains(one));
      }
    }
  }
}
