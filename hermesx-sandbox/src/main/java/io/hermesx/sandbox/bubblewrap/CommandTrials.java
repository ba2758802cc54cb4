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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final int OLDEST_MINOR = 8;
  private static final String BUBBLEWRAP = "bubblewrap 0.8 or newer (apt-get install bubblewrap)";
  private static final Pattern VERSION =
      Pattern.compile("bubblewrap ([0-9]{1,4}\\.[0-9]{1,4}(?:\\.[0-9]{1,4})?)");
  private static final String WORD = "hermesx-trial";

  /** Returns what to install, in the order in which the programs are run. */
  List<String> remedies() {
    List<String> remedies = new ArrayList<>();
    name(remedies, commands.shell(), "a POSIX shell (apt-get install dash)", shellWorks());
    account.ifPresent(
        number -> name(remedies, commands.setpriv(), "util-linux", setprivWorks(number)));
    missing(commands.bubblewrap(), BUBBLEWRAP).or(this::tooOld).ifPresent(remedies::add);
    return remedies;
  }

  /** Whether bubblewrap says that it is one that has all that is needed. */
  boolean knowsBubblewrap() {
    return version().filter(CommandTrials::isEnough).isPresent();
  }

  private Optional<String> tooOld() {
    return version()
        .filter(version -> !isEnough(version))
        .map(version -> "install " + BUBBLEWRAP + ": " + commands.bubblewrap() + " is " + version);
  }

  /** What bubblewrap says it is, such as 0.8.0; empty if it says nothing of the kind. */
  private Optional<String> version() {
    if (!isProgram(commands.bubblewrap())) {
      return Optional.empty();
    }
    Matcher matcher = VERSION.matcher(said(List.of(commands.bubblewrap().toString(), "--version")));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static boolean isEnough(String version) {
    String[] numbers = version.split("\\.", -1);
    return !numbers[0].equals("0") || Integer.parseInt(numbers[1]) >= OLDEST_MINOR;
  }

  /** Returns what to do about a program that is not there; empty if it is. */
  static Optional<String> missing(Path program, String remedy) {
    return isProgram(program)
        ? Optional.empty()
        : Optional.of("install " + remedy + ": " + program + matter(program));
  }

  private static boolean isProgram(Path program) {
    return Files.isExecutable(program) && !Files.isDirectory(program);
  }

  private static String matter(Path program) {
    if (!Files.exists(program)) {
      return " is missing";
    }
    return Files.isDirectory(program) ? " is a folder" : " cannot be executed";
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
