// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel was told at its boot about control groups, in kernel-parameters.txt of its
 * documentation.
 *
 * @param withoutMemoryOf what does not count as a group's memory: {@code kmem}, {@code socket}
 * @param disabled controllers that are not there
 */
public record BootOptions(Set<String> withoutMemoryOf, Set<String> disabled) {

  private static final String MEMORY = "cgroup.memory=";
  private static final String DISABLED = "cgroup_disable=";
  private static final String NOT = "no";
  private static final String SOCKET = "socket";

  /**
   * Reads them. Where they cannot be read, sockets are taken not to count: a trial shows whether
   * memory of the kernel does, and which controllers there are, but not that.
   *
   * @param proc where proc(5) is mounted, usually {@code /proc}
   */
  public static BootOptions read(Path proc) {
    try {
      return parse(Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new BootOptions(Set.of(SOCKET), Set.of());
    }
  }

  static BootOptions parse(String line) {
    List<String> words = List.of(line.replace("\"", "").strip().split("\\s+", -1));
    return new BootOptions(
        values(words, MEMORY)
            .filter(value -> value.startsWith(NOT))
            .map(value -> value.substring(NOT.length()))
            .collect(Collectors.toUnmodifiableSet()),
        values(words, DISABLED).collect(Collectors.toUnmodifiableSet()));
  }

  private static Stream<String> values(List<String> words, String name) {
    return words.stream()
        .filter(word -> word.startsWith(name))
        .flatMap(word -> Stream.of(word.substring(name.length()).split(",", -1)));
  }

  /** Whether page tables, sockets of AF_UNIX and what files take besides their content count. */
  boolean countsKernelMemory() {
    return !withoutMemoryOf.contains("kmem");
  }

  /** Whether version 2 counts what is under way between sockets of TCP and UDP. */
  public boolean countsSockets() {
    return !withoutMemoryOf.contains(SOCKET);
  }
}
