// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.cgroup.GroupSettings;
import io.hermesx.sandbox.run.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How an executor is set up.
 *
 * @param engine how much happens at once
 * @param commands the programs on the host's side
 * @param groups how control groups are made; empty for none
 * @param readOnly what programs may read besides the system's programs and libraries, at the path
 *     that it has on the host
 * @param temporary where the executor makes its folder
 */
public record BubblewrapSettings(
    EngineSettings engine,
    BubblewrapCommands commands,
    Optional<GroupSettings> groups,
    List<Path> readOnly,
    Path temporary) {

  /** What would hand in more than programs: a host's state, secrets and control. */
  private static final Set<Path> NEVER =
      Set.of(
          Path.of("/"),
          Path.of("/boot"),
          Path.of("/dev"),
          Path.of("/etc"),
          Path.of("/home"),
          Path.of("/proc"),
          Path.of("/root"),
          Path.of("/run"),
          Path.of("/sys"),
          Path.of("/tmp"),
          Path.of("/var"),
          Path.of("/work"));

  private static final Set<Path> NOTHING_BELOW =
      Set.of(
          Path.of("/dev"),
          Path.of("/proc"),
          Path.of("/root"),
          Path.of("/run"),
          Path.of("/sys"),
          Path.of("/tmp"),
          Path.of("/work"));

  /** Checks what is handed in and copies the list. */
  public BubblewrapSettings {
    readOnly = List.copyOf(readOnly);
    readOnly.forEach(BubblewrapSettings::requireHarmless);
  }

  private static void requireHarmless(Path path) {
    boolean plain = path.isAbsolute() && path.equals(path.normalize());
    if (!plain || NEVER.contains(path) || NOTHING_BELOW.stream().anyMatch(path::startsWith)) {
      throw new IllegalArgumentException(
          "a sandbox executor is to let programs read "
              + path
              + ", allowed: an absolute path without '..' that is none of "
              + NEVER.stream().sorted().toList()
              + " and not below one of "
              + NOTHING_BELOW.stream().sorted().toList());
    }
  }
}
