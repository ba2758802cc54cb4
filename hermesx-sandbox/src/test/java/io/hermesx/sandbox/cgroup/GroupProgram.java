// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Programs that run in a group, and what the host sees of them. */
final class GroupProgram {

  private static final String ENTER =
      """
      n=$1; shift
      while [ "$n" -gt 0 ]; do echo $$ > "$1" || exit 125; shift; n=$((n-1)); done
      exec "$@"
      """;

  private GroupProgram() {}

  static Process start(GroupClaim claim, String... argv) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", ENTER, "sh"));
    command.add(Integer.toString(claim.entryFiles().size()));
    claim.entryFiles().forEach(file -> command.add(file.toString()));
    command.addAll(List.of(argv));
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static int run(GroupClaim claim, String... argv) throws IOException, InterruptedException {
    Process process = start(claim, argv);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", argv) + " runs for 20 s");
    }
    return process.exitValue();
  }

  /** Waits until something is so, at most 20 s. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within 20 s: " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /** Returns how many processes and threads the kernel counts in a group. */
  static long population(GroupClaim claim) {
    return claim.entryFiles().stream()
        .map(file -> file.resolveSibling("pids.current"))
        .filter(Files::exists)
        .mapToLong(KernelFile::number)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the command lines of processes of this machine that have a word. */
  static List<String> survivors(String word) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.toList()) {
        String line = commandLine(entry);
        if (line.contains(word)) {
          found.add(entry + " " + line);
        }
      }
    }
    return found;
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
