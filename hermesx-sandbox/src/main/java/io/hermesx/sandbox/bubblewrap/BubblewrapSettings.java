// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.cgroup.GroupSettings;
import io.hermesx.sandbox.run.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  /** Checks what is handed in and copies the list. */
  public BubblewrapSettings {
    readOnly = List.copyOf(readOnly);
    readOnly.forEach(ReadOnlyPath::requireHarmless);
  }
}
