// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.cgroup.Facility;
import io.hermesx.sandbox.cgroup.Shortfall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator can do about what is missing. */
final class Remedies {

  static final String NOT_OFFERED =
      "choose another executor: bubblewrap shares the host's kernel and has no network";

  private static final Path SYSCTL = Path.of("/proc/sys");

  private Remedies() {}

  /**
   * What to do if bubblewrap does not run anything.
   *
   * @param account one that programs get on the host; empty if they keep this process's own
   * @param file one of the executor's, which such an account must reach
   */
  static String start(BubblewrapCommands commands, Optional<Integer> account, Path file) {
    List<String> remedies = new ArrayList<>();
    if (account.isPresent()) {
      closed(file).ifPresent(remedies::add);
      capabilities().ifPresent(remedies::add);
    }
    CommandTrials trials = new CommandTrials(commands, account, file.resolveSibling(""));
    remedies.addAll(trials.remedies());
    remedies.addAll(settings(SYSCTL));
    if (remedies.isEmpty()) {
      remedies.add(
          (trials.knowsBubblewrap()
                  ? ""
                  : "install bubblewrap 0.8 or newer, which has --disable-userns, and util-linux; ")
              + "in a container allow user namespaces and mounts of proc: docker run"
              + " --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
              + " --security-opt systempaths=unconfined");
    }
    return String.join("; ", remedies);
  }

  /** What to do about settings of the kernel, which are files below a folder. */
  static List<String> settings(Path folder) {
    return Stream.of(
            sysctl(folder, "kernel/unprivileged_userns_clone", "0", "1"),
            sysctl(folder, "user/max_user_namespaces", "0", "15000"),
            sysctl(folder, "kernel/apparmor_restrict_unprivileged_userns", "1", "0")
                .map(text -> text + ", or give bwrap an AppArmor profile with userns"),
            socketForDumps(folder))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Nothing starts where the kernel hands dumps of memory to a socket, whatever their limit is. */
  private static Optional<String> socketForDumps(Path folder) {
    try {
      String pattern = Files.readString(folder.resolve("kernel/core_pattern")).strip();
      return pattern.startsWith("@")
          ? Optional.of("sysctl -w kernel.core_pattern=core, which is " + pattern + " now")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What to do if no control group does something. */
  static String group(List<Shortfall> shortfalls, Facility facility) {
    return shortfalls.stream()
        .filter(shortfall -> shortfall.facility() == facility)
        .map(shortfall -> shortfall.problem() + ": " + shortfall.remedy())
        .findFirst()
        .orElse("let the executor use control groups: do not call withoutControlGroups");
  }

  /** What to do if the shell starts programs otherwise than it is told. */
  static String shell(BubblewrapCommands commands) {
    return doesNotDo(commands.shell(), "a POSIX shell (apt-get install dash)");
  }

  /** What to do if the account is not dropped. */
  static String account(BubblewrapCommands commands) {
    return doesNotDo(commands.setpriv(), "util-linux");
  }

  /** What to do if a program does something else than it is told. */
  static String doesNotDo(Path program, String remedy) {
    return "install " + remedy + ": " + program + " does not do what it is told";
  }

  /** What to do if neither a control group nor a program inside limits processes. */
  static String processes(BubblewrapCommands commands, List<Shortfall> shortfalls) {
    Path prlimit = commands.prlimit();
    return CommandTrials.missing(prlimit, "util-linux")
            .orElseGet(() -> doesNotDo(prlimit, "util-linux"))
        + "; or "
        + group(shortfalls, Facility.PIDS_LIMIT);
  }

  private static Optional<String> capabilities() {
    List<String> missing = Capabilities.missing();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "let this process have "
                + String.join(", ", missing)
                + ", without which root cannot run programs under other accounts, or run it as an"
                + " ordinary user");
  }

  private static Optional<String> closed(Path file) {
    return ClosedFolder.above(file)
        .map(
            folder ->
                "let the accounts that programs run under enter "
                    + folder
                    + ", whose permissions keep them out: chmod o+x "
                    + folder
                    + "; or name another folder with temporaryFolder");
  }

  private static Optional<String> sysctl(Path folder, String name, String bad, String good) {
    try {
      String value = Files.readString(folder.resolve(name)).strip();
      return value.equals(bad)
          ? Optional.of("sysctl -w " + name.replace('/', '.') + "=" + good)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
