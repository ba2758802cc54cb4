// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.cgroup.Facility;
import io.hermesx.sandbox.cgroup.Shortfall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operator can do about what is missing. */
final class Remedies {

  static final String NOT_OFFERED =
      "choose another executor: bubblewrap shares the host's kernel and has no network";

  private static final Path SYSCTL = Path.of("/proc/sys");

  private Remedies() {}

  /**
   * What to do if bubblewrap does not run anything.
   *
   * @param file one of the executor's, which as root its accounts must reach
   */
  static String start(BubblewrapCommands commands, boolean root, Path file) {
    List<String> remedies = new ArrayList<>();
    if (root) {
      closed(file).ifPresent(remedies::add);
    }
    missing(commands.shell(), "a POSIX shell").ifPresent(remedies::add);
    missing(commands.bubblewrap(), "bubblewrap 0.8 or newer (apt-get install bubblewrap)")
        .ifPresent(remedies::add);
    if (root) {
      missing(commands.setpriv(), "util-linux").ifPresent(remedies::add);
    }
    sysctl("kernel/unprivileged_userns_clone", "0", "1").ifPresent(remedies::add);
    sysctl("user/max_user_namespaces", "0", "15000").ifPresent(remedies::add);
    sysctl("kernel/apparmor_restrict_unprivileged_userns", "1", "0")
        .map(text -> text + ", or give bwrap an AppArmor profile with userns")
        .ifPresent(remedies::add);
    if (remedies.isEmpty()) {
      remedies.add(
          "install bubblewrap 0.8 or newer, which has --disable-userns, and util-linux; in a"
              + " container allow user namespaces and mounts of proc: docker run --security-opt"
              + " seccomp=unconfined --security-opt apparmor=unconfined --security-opt"
              + " systempaths=unconfined");
    }
    return String.join("; ", remedies);
  }

  /** What to do if no control group does something. */
  static String group(List<Shortfall> shortfalls, Facility facility) {
    return shortfalls.stream()
        .filter(shortfall -> shortfall.facility() == facility)
        .map(shortfall -> shortfall.problem() + ": " + shortfall.remedy())
        .findFirst()
        .orElse("let the executor use control groups: do not call withoutControlGroups");
  }

  /** The outermost folder on the way that accounts without privileges may not enter. */
  private static Optional<String> closed(Path file) {
    Optional<Path> closed = Optional.empty();
    for (Path folder = file.toAbsolutePath().getParent();
        folder != null;
        folder = folder.getParent()) {
      closed = isOpen(folder) ? closed : Optional.of(folder);
    }
    return closed.map(
        folder ->
            "let the accounts that programs run under enter "
                + folder
                + ", whose permissions keep them out: chmod o+x "
                + folder
                + "; or name another folder with temporaryFolder");
  }

  private static boolean isOpen(Path folder) {
    try {
      return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  private static Optional<String> missing(Path program, String remedy) {
    return Files.isExecutable(program)
        ? Optional.empty()
        : Optional.of("install " + remedy + ": " + program + " is missing");
  }

  private static Optional<String> sysctl(String name, String bad, String good) {
    try {
      String value = Files.readString(SYSCTL.resolve(name)).strip();
      return value.equals(bad)
          ? Optional.of("sysctl -w " + name.replace('/', '.') + "=" + good)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
