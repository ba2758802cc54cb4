// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program outside of every sandbox: at most 20 s, 4 GiB of addresses where it is an attack, and
 * in a folder of its own. Its output goes to files, so that a child that holds it holds nothing up.
 */
final class PlainRun {

  private static final String BOUND =
      "ulimit -c \"$1\"; ulimit -v \"$2\"; shift 2; exec timeout -s KILL 20 \"$@\"";

  /** What came of it: 128 and more for a signal, as of a shell. */
  record Ended(int code, String out, String err) {}

  private final Path folder;
  private final Map<String, String> environment;

  PlainRun(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Starts an attack on a small scale. */
  Process attack(List<String> argv, boolean core) throws IOException {
    return start(bounded(core ? "unlimited" : "0", "4000000", argv), new byte[0]);
  }

  /** Runs a benign program to its end. */
  Ended benign(List<String> argv, byte[] stdin) throws IOException, InterruptedException {
    Process process = start(bounded("0", "unlimited", argv), stdin);
    process.waitFor();
    return ended(process);
  }

  private static List<String> bounded(String core, String addresses, List<String> argv) {
    List<String> bounded = new ArrayList<>(List.of("/bin/sh", "-c", BOUND, "sh", core, addresses));
    bounded.addAll(argv);
    return bounded;
  }

  private Process start(List<String> argv, byte[] stdin) throws IOException {
    Path input = Files.write(folder.resolveSibling(folder.getFileName() + ".in"), stdin);
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder
        .redirectInput(input.toFile())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file("out").toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(file("err").toFile()))
        .start();
  }

  /** Returns what it has written so far; its code if it has ended, else -1. */
  Ended ended(Process process) {
    return new Ended(process.isAlive() ? -1 : process.exitValue(), text("out"), text("err"));
  }

  private String text(String stream) {
    try {
      return new String(Files.readAllBytes(file(stream)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String stream) {
    return folder.resolveSibling(folder.getFileName() + "." + stream);
  }

  /** Ends a process and waits for it. */
  static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(5, TimeUnit.SECONDS);
  }

  /** Starts something beside an attack and waits until it has said something. */
  static Process beside(List<String> argv) throws IOException {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      if (process.getInputStream().read() < 0) {
        throw new IOException("it ended at once: " + argv);
      }
      in.flush();
    }
    return process;
  }
}
