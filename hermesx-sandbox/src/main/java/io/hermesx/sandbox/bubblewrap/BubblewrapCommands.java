// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  private static final List<String> BEYOND_PATH =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin");

  /** Finds them on the path and where systems keep them; what is missing shows when it is run. */
  public static BubblewrapCommands find(Map<String, String> environment) {
    return new BubblewrapCommands(
        program("sh", environment),
        program("bwrap", environment),
        program("setpriv", environment),
        program("prlimit", environment));
  }

  private static Path program(String name, Map<String, String> environment) {
    Stream<String> listed =
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1));
    Optional<Path> found =
        Stream.concat(listed, BEYOND_PATH.stream())
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElse(Path.of("/usr/bin", name));
  }
}
