// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesx.core.sandbox.GuaranteeProof;
import io.hermesx.core.sandbox.SandboxLimits;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.core.time.IdSource;
import io.hermesx.core.time.SystemSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the host's side that do not end, say nothing, or fail half-way. */
@Timeout(60)
class HangingCommandTest {

  /** For what hangs. */
  private static final Duration SHORT = Duration.ofMillis(300);

  /** For what is real. */
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private NamedProcesses hanging;
  private String hangs;

  @BeforeEach
  void nameWhatHangs() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    hanging = new NamedProcesses("hanging-" + ProcessHandle.current().pid());
    hangs = "sh -c 'while :; do sleep 9; done' " + hanging.word() + " &\nwait\n";
  }

  @AfterEach
  void nothingHangsAnyMore() {
    assertThat(hanging.awaitNone(Duration.ofSeconds(10))).isTrue();
    assertThat(mounts()).doesNotContain(folder.toString());
  }

  @Test
  void command_thatDoesNotEnd_isEndedWithItsChildren() throws IOException {
    List<String> command = List.of(program("hangs", "echo begun\n" + hangs).toString());
    try (HostCommand started = HostCommand.start(command, Map.of(), folder)) {
      assertThat(started.says("begun", Duration.ofSeconds(20))).isTrue();
      assertThat(started.await(SHORT)).isEmpty();
    }
  }

  /** As where the temporary folder is full or read-only: what is mounted must come down. */
  @Test
  void command_whoseFolderTakesNoFile_isRunAllTheSame() throws IOException {
    List<String> command = List.of("/bin/sh", "-c", "exit 3");
    try (HostCommand started = HostCommand.start(command, Map.of(), Path.of("/proc"))) {
      assertThat(started.await(LONG)).hasValue(3);
    }
  }

  @Test
  void mount_thatDoesNotEnd_isAFailureAndLeavesNothing() throws IOException {
    Volumes volumes = volumes(program("mount", hangs), BubblewrapCommands.place("umount"), SHORT);

    assertThatThrownBy(() -> volumes.make(SandboxLimits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("mount") + " did not end in 300 ms");
    assertThat(volumes.parent()).isEmptyDirectory();
  }

  @Test
  void mount_thatFailsWhenItHasMounted_leavesNothing() throws IOException {
    String real = BubblewrapCommands.place("mount").toString();
    Path half = program("mount", real + " \"$@\"; echo half-way >&2; exit 1\n");
    Volumes volumes = volumes(half, BubblewrapCommands.place("umount"), LONG);

    assertThatThrownBy(() -> volumes.make(SandboxLimits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("half-way");
    assertThat(volumes.parent()).isEmptyDirectory();
  }

  @Test
  void unmount_thatDoesNotEnd_doesNotHoldUpTheRelease() throws IOException {
    Path real = BubblewrapCommands.place("mount");
    Volumes.Volume made = volumes(real, real, LONG).make(SandboxLimits.STANDARD);
    VolumeMounts hanging = new VolumeMounts(real, program("umount", hangs), SHORT);
    Volumes.Volume volume = new Volumes.Volume(made.root(), Optional.of(hanging));
    Path file = Files.writeString(volume.root().resolve("file"), "of a tenant");

    volume.release();

    assertThat(file).doesNotExist();
    VolumeMounts.ofSystem().unmount(folder, List.of(volume.root()));
  }

  @Test
  void bubblewrap_thatSaysNothing_isNoProofAndDoesNotHoldUpTheOpening() throws IOException {
    BubblewrapCommands real = BubblewrapCommands.find();
    BubblewrapCommands commands =
        new BubblewrapCommands(
            real.shell(), program("bwrap", hangs), real.setpriv(), real.prlimit());
    OwnProcess own = OwnProcess.read(Path.of("/proc/self"));
    try (BubblewrapSlot slot = BubblewrapSlot.in(folder, 61_184, new byte[0]);
        NamelessFile filter = NamelessFile.in(folder)) {
      BubblewrapHost host =
          new BubblewrapHost(
              own,
              Sight.of(own),
              commands,
              hanging.word() + "-mark",
              filter,
              Optional.empty(),
              List.of(),
              volumes(real.shell(), real.shell(), SHORT),
              new Slots(List.of(slot)),
              new InnerLimit(Path.of("/usr/bin/prlimit"), false));

      GuaranteeProof proof = new CrashProof(host).prove();

      assertThat(proof.held()).isFalse();
      assertThat(proof.evidence()).contains("bubblewrap did not follow its killed parent");
    }
  }

  private Volumes volumes(Path mount, Path unmount, Duration patience) throws IOException {
    OwnProcess own = OwnProcess.read(Path.of("/proc/self"));
    OutsideComponent.require("root", Optional.of(own).filter(OwnProcess::isRoot), "run as root");
    IdSource ids = IdSource.secure(SystemSources.clock());
    return new Volumes(
        Files.createDirectory(folder.resolve("volumes")),
        own,
        own.account(),
        ids,
        new VolumeMounts(mount, unmount, patience));
  }

  private Path program(String name, String script) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  private static String mounts() {
    try {
      return Files.readString(Path.of("/proc/self/mountinfo"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
