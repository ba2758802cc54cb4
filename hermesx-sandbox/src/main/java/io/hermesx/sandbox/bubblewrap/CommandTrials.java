// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which of the programs on the host's side is missing, or which of those that come before
 * bubblewrap does something else than it is told, to name it. Asked only after nothing could be run
 * with them.
 *
 * @param commands the programs
 * @param account whom to become; empty if not root
 * @param folder the executor's
 */
record CommandTrials(BubblewrapCommands commands, Optional<Integer> account, Path folder) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String WORD = "hermesx-trial";

  /** Returns what to install, in the order in which the programs are run. */
  List<String> remedies() {
    List<String> remedies = new ArrayList<>();
    name(remedies, commands.shell(), "a POSIX shell (apt-get install dash)", shellWorks());
    account.ifPresent(
        number -> name(remedies, commands.setpriv(), "util-linux", setprivWorks(number)));
    missing(commands.bubblewrap(), "bubblewrap 0.8 or newer (apt-get install bubblewrap)")
        .ifPresent(remedies::add);
    return remedies;
  }

  /** Returns what to do about a program that is not there; empty if it is. */
  static Optional<String> missing(Path program, String remedy) {
    return Files.isExecutable(program)
        ? Optional.empty()
        : Optional.of(
            "install "
                + remedy
                + ": "
                + program
                + (Files.exists(program) ? " cannot be executed" : " is missing"));
  }

  private static void name(List<String> remedies, Path program, String remedy, boolean works) {
    Optional<String> missing = missing(program, remedy);
    missing.ifPresent(remedies::add);
    if (missing.isEmpty() && !works) {
      remedies.add(Remedies.doesNotDo(program, remedy));
    }
  }

  private boolean shellWorks() {
    String shell = commands.shell().toString();
    return said(List.of(shell, "-c", "echo \"$0\"", WORD)).equals(WORD);
  }

  private boolean setprivWorks(int number) {
    String name = Integer.toString(number);
    List<String> command =
        new ArrayList<>(
            List.of(
                commands.setpriv().toString(),
                "--reuid",
                name,
                "--regid",
                name,
                "--clear-groups",
                "--no-new-privs"));
    command.addAll(List.of("/bin/sh", "-c", "echo $(id -u) $(id -g) $(id -G)"));
    return said(command).equals(name + " " + name + " " + name);
  }

  /** What it prints; nothing if it takes too long or cannot be started. */
  private String said(List<String> command) {
    try (HostCommand started = HostCommand.start(command, Map.of(), folder)) {
      return started.await(PATIENCE).isPresent() ? started.said() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
