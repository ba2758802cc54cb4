// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An opening that fails half-way leaves no group. */
class OpeningFaultTest {

  @TempDir private Path folder;

  @Test
  void open_thatFailsHalfWay_removesWhatItMade() throws Exception {
    Path proc = Files.createDirectories(folder.resolve("proc/self/ns")).getParent().getParent();
    Files.copy(Path.of("/proc/self/stat"), proc.resolve("self/stat"));
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[1]"));
    // Nothing that can be read: whether there is swap cannot be found out.
    Files.createDirectory(proc.resolve("swaps"));
    Path pids = Files.createDirectory(folder.resolve("pids"));
    Path memory = Files.createDirectory(folder.resolve("memory"));
    List<Hierarchy> trees =
        List.of(
            new Hierarchy(false, Set.of("memory"), memory, memory),
            new Hierarchy(false, Set.of("pids"), pids, pids));
    GroupSettings settings =
        GroupSettings.builder()
            .wanted(EnumSet.of(Facility.PIDS_LIMIT, Facility.MEMORY_LIMIT))
            .build();

    assertThatThrownBy(() -> new Opening(proc, trees, settings).open())
        .isInstanceOf(ControlGroupException.class)
        .hasMessageContaining("swaps");
    assertThat(memory).isEmptyDirectory();
    assertThat(pids).isEmptyDirectory();
  }
}
