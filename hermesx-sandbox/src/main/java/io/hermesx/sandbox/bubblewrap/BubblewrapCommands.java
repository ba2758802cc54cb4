// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the programs are that an executor runs on the host's side. Each is run by its absolute
 * path, with {@link #SEARCH} as the only path it sees.
 *
 * @param shell a POSIX shell, package dash or bash
 * @param bubblewrap bwrap, package bubblewrap
 * @param setpriv drops the account, package util-linux; used as root alone
 * @param prlimit limits processes from inside, package util-linux; used without a cgroup
 */
public record BubblewrapCommands(Path shell, Path bubblewrap, Path setpriv, Path prlimit) {

  /** The path of every program on the host's side. */
  static final String SEARCH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> PLACES =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

  /**
   * Finds them where systems keep them, of which root alone writes; what is missing shows when it
   * is run.
   */
  public static BubblewrapCommands find() {
    return new BubblewrapCommands(place("sh"), place("bwrap"), place("setpriv"), place("prlimit"));
  }

  /** Returns where a program of the system is: {@code PATH} may be anybody's, and is not asked. */
  static Path place(String name) {
    return PLACES.stream()
        .map(folder -> Path.of(folder, name))
        .filter(path -> Files.isRegularFile(path))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(Path.of("/usr/bin", name));
  }
}
