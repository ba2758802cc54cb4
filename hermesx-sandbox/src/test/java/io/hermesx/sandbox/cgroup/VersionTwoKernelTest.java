// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Control groups of version 2 alone, with every controller, in a kernel that runs as a process of
 * this machine and sees its files read-only (User Mode Linux). No privilege is needed.
 */
class VersionTwoKernelTest {

  private static final int MOST_SECONDS = 120;

  @TempDir private Path directory;

  @Test
  void scenarios_rootOfVersionTwo_hold() throws Exception {
    assertThat(boot("", "storms=10", "uses=50"))
        .contains("every scenario held", "dying 0", "reboot: System halted");
  }

  @Test
  void scenarios_processInTheDelegatedGroup_needTheLeaf() throws Exception {
    String service =
        """
        mkdir /sys/fs/cgroup/service
        for c in memory pids cpu; do echo +$c > /sys/fs/cgroup/cgroup.subtree_control; done
        echo $$ > /sys/fs/cgroup/service/cgroup.procs
        """;
    String withoutLeaf = command("storms=1") + " 2>&1\n";
    assertThat(boot(service + withoutLeaf, "leaf", "storms=5", "uses=20"))
        .contains(
            "cannot write \"+memory\" to /sys/fs/cgroup/service/cgroup.subtree_control while 2"
                + " processes are in that group",
            "movingHostIntoLeaf",
            "every scenario held");
  }

  /** Boots, runs a shell's lines and then the scenarios, halts, and returns the console. */
  private String boot(String before, String... arguments) throws IOException, InterruptedException {
    String kernel =
        OutsideComponent.require(
                "user-mode-linux",
                OutsideComponent.program("linux.uml"),
                "apt-get install user-mode-linux")
            .toString();
    OutsideComponent.require("perl", OutsideComponent.program("perl"), "apt-get install perl");
    Path init = directory.resolve("init");
    Files.writeString(init, script(before, arguments));
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

  private static String script(String before, String... arguments) {
    return """
        #!/bin/sh
        export PATH=/usr/sbin:/usr/bin:/sbin:/bin
        mount -t proc proc /proc
        mount -t sysfs sys /sys
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        mount -t tmpfs tmpfs /run
        cd /run
        """
        + before
        + command(arguments)
        + """
         2>&1
        sed 's/nr_dying_descendants/dying/' /sys/fs/cgroup/cgroup.stat
        echo o > /proc/sysrq-trigger
        sleep 60
        """;
  }

  private static String command(String... arguments) {
    String classPath = System.getProperty("java.class.path");
    return JavaProgram.command(classPath, GroupScenarios.class, arguments).stream()
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
  }
}
