// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a program in bubblewrap on this machine's kernel, with the filter or without. */
final class ConfinedRun {

  /** How bubblewrap reports that SIGSYS ended the program. */
  static final int BAD_CALL = 128 + 31;

  private static final List<String> NAMESPACES =
      List.of(
          "--unshare-all",
          "--die-with-parent",
          "--ro-bind",
          "/",
          "/",
          "--dev",
          "/dev",
          "--proc",
          "/proc",
          "--tmpfs",
          "/tmp");

  private final Path bwrap;
  private final Path program;
  private final Architecture architecture;

  private ConfinedRun(Path bwrap, Path program, Architecture architecture) {
    this.bwrap = bwrap;
    this.program = program;
    this.architecture = architecture;
  }

  /** What a program printed, and its exit code. */
  record Answer(int code, String output) {}

  /** Ends the test where there is no bubblewrap that works or no filter for the processor. */
  static ConfinedRun in(Path directory) throws IOException, InterruptedException {
    String remedy = "apt-get install bubblewrap on Linux with user namespaces, x86-64 or arm64";
    Architecture architecture =
        OutsideComponent.require(
            "bwrap", Architecture.named(System.getProperty("os.arch")), remedy);
    Path bwrap = OutsideComponent.require("bwrap", OutsideComponent.program("bwrap"), remedy);
    Path file = directory.resolve("filter.bpf");
    Files.write(file, SystemCallFilter.of(architecture).program());
    ConfinedRun run = new ConfinedRun(bwrap, file, architecture);
    Answer probe = run.plain(List.of("true"));
    OutsideComponent.require(
        "bwrap", probe.code() == 0 ? Optional.of(run) : Optional.empty(), remedy + probe.output());
    return run;
  }

  Architecture architecture() {
    return architecture;
  }

  Answer plain(List<String> argv) throws IOException, InterruptedException {
    return start(List.of(), argv);
  }

  Answer filtered(List<String> argv) throws IOException, InterruptedException {
    return start(List.of("--seccomp", "9"), argv);
  }

  private Answer start(List<String> more, List<String> argv)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 9<\"$0\"", program.toString()));
    command.add(bwrap.toString());
    command.addAll(NAMESPACES);
    command.addAll(more);
    command.add("--");
    command.addAll(argv);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Answer(process.waitFor(), output);
  }
}
