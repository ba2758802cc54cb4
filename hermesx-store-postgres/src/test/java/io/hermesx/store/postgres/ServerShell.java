// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.testkit.OutsideComponent;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A shell in which the programs of a PostgreSQL server run: as somebody who is not root, whoever
 * runs the tests, since they refuse to work as root. Not thread-safe.
 */
final class ServerShell implements AutoCloseable {

  private static final int REFUSED = 127;

  private final String mark = "end-" + UUID.randomUUID() + " ";
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private ServerShell(List<String> command) {
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** A shell on the machine as it is. */
  static ServerShell plain() {
    return new ServerShell(isRoot() ? List.of("unshare", "-U", "sh") : List.of("sh"));
  }

  /**
   * A shell that alone sees a small disk in memory, in namespaces of its own that end with it and
   * with everything in them; empty where there are no such namespaces. No right of the machine's
   * administrator is needed, but a kernel that gives ordinary users such namespaces.
   *
   * @param folder where the disk is mounted; there already
   */
  static Optional<ServerShell> withDisk(Path folder, int megabytes) {
    if (OutsideComponent.program("unshare").isEmpty()) {
      return Optional.empty();
    }
    String disk = "mount -t tmpfs -o mode=0700,size=" + megabytes + "m tmpfs " + folder;
    ServerShell shell =
        new ServerShell(
            List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "sh",
                "-c",
                disk + " && exec unshare --user --map-user=1000 --map-group=1000 sh"));
    if (shell.tryRun("true").worked()) {
      return Optional.of(shell);
    }
    shell.close();
    return Optional.empty();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** What came of a command. */
  record Outcome(int status, String output) {

    boolean worked() {
      return status == 0;
    }
  }

  /** Runs a command to its end. */
  Outcome tryRun(String command) {
    List<String> output = new ArrayList<>();
    try {
      commands.write(command + " </dev/null; echo \"" + mark + "$?\"\n");
      commands.flush();
      String line = answers.readLine();
      while (line != null) {
        int end = line.indexOf(mark);
        if (end >= 0) {
          output.add(line.substring(0, end));
          return new Outcome(
              Integer.parseInt(line.substring(end + mark.length())), String.join("\n", output));
        }
        output.add(line);
        line = answers.readLine();
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
    return new Outcome(REFUSED, String.join("\n", output));
  }

  /** Runs a command that has to work, and returns what it says. */
  String run(String command) {
    Outcome outcome = tryRun(command);
    if (!outcome.worked()) {
      throw new IllegalStateException(command + ": " + outcome);
    }
    return outcome.output();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
