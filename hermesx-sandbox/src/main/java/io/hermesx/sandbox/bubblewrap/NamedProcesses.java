// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.core.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of the host whose command line has a word, those in sandboxes included.
 *
 * @param word what nobody else's command line has
 */
record NamedProcesses(String word) {

  private static final Path PROC = Path.of("/proc");
  private static final long PAUSE_NANOS = 1_000_000;

  /** Finds those that run; one that has ended has no command line. */
  List<Member> find() {
    List<Member> members = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        member(entry).ifPresent(members::add);
      }
    } catch (IOException e) {
      return members;
    }
    return members;
  }

  /** Waits until none runs, and returns whether it came to that. */
  boolean awaitNone(Duration patience) {
    Ticker ticker = Ticker.system();
    long end = ticker.nanos() + patience.toNanos();
    while (!find().isEmpty()) {
      if (ticker.nanos() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /** Ends those that run; who has the number of one that has gone is left alone. */
  void end() {
    for (Member found : find()) {
      Optional<ProcessHandle> handle =
          ProcessHandle.of(Long.parseLong(found.entry().getFileName().toString()));
      if (member(found.entry()).isPresent()) {
        handle.ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private Optional<Member> member(Path entry) {
    try {
      byte[] line = Files.readAllBytes(entry.resolve("cmdline"));
      return new String(line, StandardCharsets.ISO_8859_1).contains(word)
          ? Optional.of(Member.read(entry))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * One of them.
   *
   * @param entry its folder below /proc
   * @param accounts whose it is: real, effective, saved and for files
   * @param groups its groups, supplementary ones included
   * @param controlGroups where it is in each tree, as the kernel writes it
   * @param open whether this JVM may look at its environment
   */
  record Member(
      Path entry,
      Set<Integer> accounts,
      Set<Integer> groups,
      List<String> controlGroups,
      boolean open) {

    private static Member read(Path entry) throws IOException {
      List<String> status = Files.readAllLines(entry.resolve("status"));
      Set<Integer> groups = new HashSet<>(numbers(status, "Gid:"));
      groups.addAll(numbers(status, "Groups:"));
      return new Member(
          entry,
          numbers(status, "Uid:"),
          Set.copyOf(groups),
          Files.readAllLines(entry.resolve("cgroup")),
          isOpen(entry.resolve("environ")));
    }

    private static boolean isOpen(Path environment) throws IOException {
      try {
        Files.readAllBytes(environment);
        return true;
      } catch (AccessDeniedException e) {
        return false;
      }
    }

    private static Set<Integer> numbers(List<String> status, String name) {
      return status.stream()
          .filter(line -> line.startsWith(name))
          .flatMap(line -> Stream.of(line.substring(name.length()).strip().split("\\s+", -1)))
          .filter(number -> !number.isEmpty())
          .map(Integer::valueOf)
          .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns who has to ask about it now that it has ended; empty if it runs or is forgotten. */
    Optional<Long> heir() {
      try {
        String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3);
        return fields[0].equals("Z") ? Optional.of(Long.parseLong(fields[1])) : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }
}
