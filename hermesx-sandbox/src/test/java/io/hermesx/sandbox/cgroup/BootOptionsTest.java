// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel was told at its boot decides which limits can be held. */
class BootOptionsTest {

  @TempDir private Path folder;
  private Path proc;

  @BeforeEach
  void copyWhatIsRead() throws IOException {
    proc = Files.createDirectory(folder.resolve("proc"));
    Files.createDirectories(proc.resolve("self/ns"));
    Files.copy(Path.of("/proc/self/stat"), proc.resolve("self/stat"));
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[1]"));
  }

  @Test
  void open_kernelMemoryDoesNotCount_holdsNoLimitOnMemory() throws IOException {
    assertThat(shortfalls("quiet cgroup.memory=nosocket,nokmem ro\n"))
        .singleElement()
        .satisfies(
            shortfall -> {
              assertThat(shortfall.facility()).isEqualTo(Facility.MEMORY_LIMIT);
              assertThat(shortfall.problem()).contains("cgroup.memory=nokmem");
              assertThat(shortfall.remedy()).contains("boot without nokmem");
            });
  }

  @Test
  void open_everythingCounts_holdsTheLimitOnMemory() throws IOException {
    assertThat(shortfalls("quiet ro cgroup.memory=nosocket xcgroup.memory=nokmem\n")).isEmpty();
  }

  @Test
  void open_controllerDisabledAtBoot_namesThatAsTheRemedy() throws IOException {
    Files.writeString(proc.resolve("cmdline"), "cgroup_disable=memory,pids\n");
    List<Shortfall> found = new Opening(proc, List.of(), settings()).open().shortfalls();

    assertThat(found)
        .singleElement()
        .satisfies(
            shortfall -> {
              assertThat(shortfall.problem()).contains("cgroup_disable=memory");
              assertThat(shortfall.remedy()).isEqualTo("boot without memory in cgroup_disable");
            });
  }

  @Test
  void parse_wordsOfTheCommandLine_areTakenAsTheKernelTakesThem() {
    assertThat(BootOptions.parse("")).isEqualTo(new BootOptions(Set.of(), Set.of()));
    assertThat(BootOptions.parse("cgroup.memory=nosocket \"cgroup.memory=nokmem,nobpf\""))
        .isEqualTo(new BootOptions(Set.of("socket", "kmem", "bpf"), Set.of()));
    assertThat(BootOptions.parse("cgroup.memory=nosocket").countsSockets()).isFalse();
    assertThat(BootOptions.parse("cgroup.memory=nokmem").countsSockets()).isTrue();
  }

  @Test
  void read_withoutACommandLine_takesSocketsNotToCount() {
    BootOptions unknown = BootOptions.read(folder.resolve("none"));

    assertThat(unknown.countsSockets()).isFalse();
    assertThat(unknown.countsKernelMemory()).as("which a trial shows").isTrue();
  }

  private List<Shortfall> shortfalls(String commandLine) throws IOException {
    Files.writeString(proc.resolve("cmdline"), commandLine);
    Path memory = Files.createDirectory(folder.resolve("memory"));
    Hierarchy tree = new Hierarchy(false, Set.of("memory"), memory, memory);
    try (ExecutorGroup group = new Opening(proc, List.of(tree), settings()).open()) {
      return group.shortfalls();
    }
  }

  private static GroupSettings settings() {
    return GroupSettings.builder().wanted(EnumSet.of(Facility.MEMORY_LIMIT)).build();
  }
}
