// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.cgroup.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Root without CAP_SYS_PTRACE, as containers have it: what cannot be looked at is not gone. */
@Timeout(120)
class UntracedTest {

  /** Newer kernels let the other two look as well; a container's root has none of them. */
  private static final String WITHOUT = "-sys_ptrace,-sys_admin,-perfmon";

  @TempDir private Path folder;
  private Path bubblewrap;
  private String word;

  @BeforeEach
  void leaveProcessesBehind() throws Exception {
    Path real = Bubblewrap.require();
    OutsideComponent.require(
        "root",
        Optional.of(real).filter(path -> Files.isWritable(Path.of("/proc/1/oom_score_adj"))),
        "run as root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    word = "untraced-" + ProcessHandle.current().pid();
    bubblewrap =
        Files.writeString(
            folder.resolve("bwrap"),
            "#!/bin/sh\nfor last; do :; done\n[ \"$last\" = left-"
                + word
                + " ] || exec "
                + real
                + " \"$@\"\nunshare --user --pid --fork sh -c 'sleep 3; :' left-"
                + word
                + " >/dev/null 2>&1 &\n"
                + "until grep -q . /proc/$!/task/$!/children; do :; done\n");
    Files.setPosixFilePermissions(bubblewrap, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void root_thatMayNotLook_claimsNoEndOfTheTreeAndWaitsForWhatItCannotSee() throws Exception {
    assertThat(run("none", "--bounding-set", WITHOUT, "--inh-caps", WITHOUT))
        .contains("TREE_KILL missing", "may not look at them", "--cap-add SYS_PTRACE")
        .contains("daemon: TimedOut, 0\n", "left behind: Faulted, 0\n")
        .contains("looks: false")
        .contains("with its parent: alive true, hidden false\n")
        .contains("orphan: alive true, hidden true\n")
        .contains("gone: alive false, hidden false\n");
  }

  @Test
  void root_thatMayNotLookButHasGroups_endsTheTree() throws Exception {
    Bubblewrap.requireControlGroups();

    assertThat(run("groups", "--bounding-set", WITHOUT, "--inh-caps", WITHOUT))
        .contains("TREE_KILL held\n")
        .contains("daemon: TimedOut, 0\n", "left behind: Faulted, 0\n");
  }

  @Test
  void root_thatMayLook_endsTheTreeWithoutGroups() throws Exception {
    assertThat(run("none", "--no-new-privs"))
        .contains("TREE_KILL held\n")
        .contains("daemon: TimedOut, 0\n", "left behind: Faulted, 0\n")
        .contains("looks: true");
  }

  private String run(String groups, String... privileges) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(BubblewrapCommands.find().setpriv().toString());
    command.addAll(List.of(privileges));
    command.addAll(
        JavaProgram.command(
            JavaProgram.readableClassPath(folder),
            UntracedProgram.class,
            folder.toString(),
            bubblewrap.toString(),
            word,
            groups));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
