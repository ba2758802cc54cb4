// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.sandbox.OutputSink;
import io.hermesx.core.sandbox.SandboxExecutor;
import io.hermesx.core.sandbox.SandboxRequest;
import io.hermesx.sandbox.BubblewrapSandboxExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Programs that crash where the host hands dumps of memory to a program of its own. Run as root in
 * a kernel of the test's own, whose setting it changes.
 */
public final class CrashDumps {

  private static final Path PATTERN = Path.of("/proc/sys/kernel/core_pattern");
  private static final String CRASH = "kill -SEGV $$";

  /** What the program can do about its limit first. */
  private static final List<String> SCRIPTS =
      List.of(
          CRASH,
          "ulimit -c 0 && " + CRASH,
          "ulimit -S -c 0; ulimit -c unlimited; " + CRASH,
          "exec prlimit --core=0:0 sh -c '" + CRASH + "'");

  private CrashDumps() {}

  /** Prints how many dumps there were of two crashes outside and of as many inside as scripts. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path told = folder.resolve("told");
    Path helper =
        Files.writeString(folder.resolve("helper"), "#!/bin/sh\necho dump >>" + told + "\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(PATTERN, "|" + helper);
    crash();
    await(told, 1);
    try (SandboxExecutor executor =
        BubblewrapSandboxExecutor.builder().temporaryFolder(folder).open()) {
      for (String script : SCRIPTS) {
        SandboxRequest request = SandboxRequest.builder("/bin/sh", "-c", script).build();
        System.out.println(
            executor.start(request, OutputSink.none()).result().join().outcome() + " " + script);
      }
    }
    crash();
    await(told, 2);
    System.out.println("dumps " + Files.readAllLines(told).size());
  }

  private static void crash() throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", CRASH).start().waitFor();
  }

  /** The kernel starts the helpers in the order of the crashes; each may take a moment. */
  private static void await(Path told, int lines) throws IOException {
    while (!Files.exists(told) || Files.readAllLines(told).size() < lines) {
      Thread.onSpinWait();
    }
  }
}
