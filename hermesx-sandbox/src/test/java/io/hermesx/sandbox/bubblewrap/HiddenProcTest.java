// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.cgroup.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A /proc that tells nothing of strangers, as services with ProtectProc=noaccess have it. */
@Timeout(120)
class HiddenProcTest {

  private static final String HIDE = "mount -o remount,hidepid=1 /proc && \"$@\"; exit $?";

  @TempDir private Path folder;
  private Path bubblewrap;

  @BeforeEach
  void makeABubblewrapThatEndsAtOnce() throws Exception {
    OutsideComponent.require(
        "root",
        Optional.of(folder).filter(unused -> Files.isWritable(Path.of("/proc/1/oom_score_adj"))),
        "run as root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    bubblewrap = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(bubblewrap, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * The stranger is the first process, root's, for as long as the JVM lives. Of a group 0 nothing
   * is hidden, whatever it may do.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--reuid 64001 --regid 64001 --clear-groups",
        "--regid 64001 --clear-groups --bounding-set -sys_ptrace,-sys_admin,-perfmon",
      })
  void bubblewrap_thatNeverBegins_isNotWaitedForWhereStrangersTellNothing(String privileges)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    command.addAll(List.of("--kill-child", "--mount-proc", "sh", "-c", HIDE, "sh"));
    command.add(BubblewrapCommands.find().setpriv().toString());
    command.addAll(List.of(privileges.split(" ")));
    command.addAll(
        JavaProgram.command(
            JavaProgram.readableClassPath(folder),
            HiddenProcProgram.class,
            folder.toString(),
            bubblewrap.toString()));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(said)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }

    assertThat(Files.readString(said)).endsWith("tells: false\nopen\nran: Faulted\nclosed\n");
  }
}
