// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.sandbox.SandboxTier;
import io.hermesx.core.testkit.OutsideComponent;
import io.hermesx.sandbox.SandboxDoctor;
import io.hermesx.sandbox.bubblewrap.Bubblewrap;
import io.hermesx.sandbox.bubblewrap.CrashDumps;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Control groups of version 2 alone, with every controller, in a kernel that runs as a process of
 * this machine and sees its files read-only (User Mode Linux). No privilege is needed.
 */
class VersionTwoKernelTest {

  private static final int MOST_SECONDS = 180;

  /** What systemd does for a service of an ordinary user with {@code Delegate=yes}. */
  private static final String DELEGATE =
      """
      group=/sys/fs/cgroup/service
      for c in memory pids cpu; do echo +$c > /sys/fs/cgroup/cgroup.subtree_control; done
      mkdir $group
      chown 1234:1234 $group $group/cgroup.procs $group/cgroup.subtree_control $group/cgroup.threads
      """;

  private static final List<String> IN_THE_GROUP =
      List.of("sh", "-c", "echo $$ >/sys/fs/cgroup/service/cgroup.procs && exec \"$@\"", "systemd");

  private static final List<String> ORDINARY_USER =
      List.of("setpriv", "--reuid", "1234", "--regid", "1234", "--clear-groups");

  /** The start script of the guide. */
  private static final List<String> BELOW =
      List.of(
          "sh",
          "-c",
          "group=/sys/fs/cgroup$(cut -d: -f3- /proc/self/cgroup); mkdir -p \"$group/host\""
              + " && echo $$ >\"$group/host/cgroup.procs\" && exec \"$@\"",
          "start");

  @TempDir private Path directory;
  private String classPath;

  @BeforeEach
  void copyClasses() throws IOException, URISyntaxException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    classPath = JavaProgram.readableClassPath(directory);
  }

  @Test
  void scenarios_rootOfVersionTwo_hold() throws Exception {
    assertThat(boot("", scenarios("storms=10", "uses=50")))
        .contains("every scenario held", "dying 0", "reboot: Power down");
  }

  @Test
  void scenarios_processInTheDelegatedGroup_needAGroupBelow() throws Exception {
    String service =
        """
        mkdir /sys/fs/cgroup/service
        for c in memory pids cpu; do echo +$c > /sys/fs/cgroup/cgroup.subtree_control; done
        """;
    String within = line(together(List.of(IN_THE_GROUP, scenarios("storms=1")))) + " 2>&1\n";
    assertThat(
            boot(
                service + within,
                together(
                    List.of(
                        IN_THE_GROUP, BELOW, scenarios("under=service", "storms=5", "uses=20")))))
        .contains(
            "cannot write \"+memory\" to /sys/fs/cgroup/service/cgroup.subtree_control while 1"
                + " processes are in that group",
            "mkdir /sys/fs/cgroup/service/host",
            "every scenario held");
  }

  @Test
  void bubblewrap_ordinaryUserInADelegatedGroup_holdsWhatStrangersNeed() throws Exception {
    Bubblewrap.require();
    assertThat(
            boot(
                DELEGATE,
                together(
                    List.of(
                        IN_THE_GROUP, ORDINARY_USER, BELOW, doctor("--control-group", "service")))))
        .contains("that of this process on the host", "tier UNTRUSTED is held", "ended with 0");
  }

  @Test
  void bubblewrap_ordinaryUserWithoutAGroup_lacksWhatNeedsOneAndSaysSo() throws Exception {
    Bubblewrap.require();
    assertThat(boot("", together(List.of(ORDINARY_USER, doctor()))))
        .contains("held     FS_CONFINED", "held     NET_NONE", "held     PIDS_LIMIT")
        .containsPattern("missing  .*MEMORY_TREE_LIMIT")
        .containsPattern("(?s)MEMORY_TREE_LIMIT.*remedy: .*/sys/fs/cgroup")
        .contains("ended with 1");
  }

  @Test
  void bubblewrap_noUserNamespaces_lacksTheWholeTierAndNamesTheSetting() throws Exception {
    Bubblewrap.require();
    assertThat(
            boot(
                DELEGATE + "echo 0 > /proc/sys/user/max_user_namespaces\n",
                together(
                    List.of(
                        IN_THE_GROUP, ORDINARY_USER, BELOW, doctor("--control-group", "service")))))
        .contains("bubblewrap: no tier", "bubblewrap lacks " + SandboxTier.UNTRUSTED.guarantees())
        .containsPattern("\n- sysctl -w user\\.max_user_namespaces=15000\n")
        .contains("ended with 1");
  }

  @Test
  void bubblewrap_crashesWhereTheHostTakesDumps_giveItNone() throws Exception {
    Bubblewrap.require();
    assertThat(boot("", java(CrashDumps.class, "/run")))
        .contains("Signaled[signal=11] kill", "Signaled[signal=11] exec prlimit", "dumps 2\n");
  }

  /** Boots, runs a shell's lines and then a command, halts, and returns the console. */
  private String boot(String before, List<String> command)
      throws IOException, InterruptedException {
    String kernel =
        OutsideComponent.require(
                "user-mode-linux",
                OutsideComponent.program("linux.uml"),
                "apt-get install user-mode-linux")
            .toString();
    OutsideComponent.require("perl", OutsideComponent.program("perl"), "apt-get install perl");
    Path init = directory.resolve("init");
    Files.writeString(init, script(before, command));
    Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path console = directory.resolve("console");
    ProcessBuilder builder =
        new ProcessBuilder(
            kernel,
            "mem=768M",
            "rootfstype=hostfs",
            "rootflags=/",
            "ro",
            "init=" + init,
            "con=null",
            "con0=null,fd:1",
            "umid=hermesx",
            "uml_dir=" + directory + "/");
    Process process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return new String(Files.readAllBytes(console), UTF_8).replace("\r", "");
  }

  /** The host's files stay as they are: what is written goes into memory. */
  private static String script(String before, List<String> command) {
    return """
        #!/bin/sh
        export PATH=/usr/sbin:/usr/bin:/sbin:/bin
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /dev/shm
        chmod 1777 /run /dev/shm
        cd /run
        """
        + before
        + line(command)
        + """
         2>&1
        echo "ended with $?"
        sed 's/nr_dying_descendants/dying/' /sys/fs/cgroup/cgroup.stat
        echo o > /proc/sysrq-trigger
        sleep 60
        """;
  }

  private List<String> scenarios(String... arguments) {
    return java(GroupScenarios.class, arguments);
  }

  private List<String> doctor(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--temporary-folder", "/run"));
    words.addAll(List.of(arguments));
    return java(SandboxDoctor.class, words.toArray(String[]::new));
  }

  private List<String> java(Class<?> program, String... arguments) {
    return JavaProgram.command(classPath, program, arguments);
  }

  private static List<String> together(List<List<String>> commands) {
    return commands.stream().flatMap(List::stream).toList();
  }

  private static String line(List<String> command) {
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }
}
