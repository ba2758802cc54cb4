// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Finds processes of a program that are no longer known as its children, through {@code /proc}. */
final class Leftovers {

  private static final Path PROC = Path.of("/proc");
  private static final String LOAD = "/proc/loadavg";
  private static final int LONGEST_LOAD = 128;
  private static final int FEW = 64;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private Leftovers() {}

  /**
   * Returns who came after a process and works in a folder or below, or has one of these pipes as a
   * standard stream.
   */
  static List<ProcessHandle> find(long after, Path folder, Set<String> pipes) {
    long newest = newest();
    if (newest >= after && newest - after <= FEW) {
      return LongStream.rangeClosed(after + 1, newest)
          .filter(pid -> belongs(pid, folder, pipes))
          .mapToObj(ProcessHandle::of)
          .flatMap(Optional::stream)
          .toList();
    }
    // Where numbers have begun anew, who came later may have a lower one.
    long least = newest < after ? 0 : after;
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(PROC, path -> NUMBER.matcher(name(path)).matches())) {
      for (Path process : all) {
        long pid = Long.parseLong(name(process));
        if (pid > least && belongs(pid, folder, pipes)) {
          ProcessHandle.of(pid).ifPresent(found::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A host without /proc, or without a look at it: what is found by other ways is all there is.
      return found;
    }
    return found;
  }

  private static boolean belongs(long pid, Path folder, Set<String> pipes) {
    Path process = PROC.resolve(String.valueOf(pid));
    return (worksIn(process, folder) || has(process, pipes))
        && pid != ProcessHandle.current().pid()
        && !isDead(pid);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static boolean worksIn(Path process, Path folder) {
    return link(process.resolve("cwd"))
        .filter(
            path ->
                path.equals(folder.toString())
                    || path.startsWith(folder + "/")
                    || path.equals(folder + " (deleted)"))
        .isPresent();
  }

  private static boolean has(Path process, Set<String> pipes) {
    if (pipes.isEmpty()) {
      return false;
    }
    for (String stream : List.of("fd/0", "fd/1", "fd/2")) {
      if (link(process.resolve(stream)).filter(pipes::contains).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Returns which pipes a process has as its standard streams; none if it is gone. */
  static Set<String> pipes(long pid) {
    Path process = PROC.resolve(String.valueOf(pid));
    return List.of("fd/0", "fd/1", "fd/2").stream()
        .map(stream -> link(process.resolve(stream)))
        .flatMap(Optional::stream)
        .filter(target -> target.startsWith("pipe:"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> link(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException | SecurityException e) {
      // Gone, or of another user.
      return Optional.empty();
    }
  }

  /** Whether it has ended and only waits to be noticed by its parent, which may never happen. */
  static boolean isDead(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException e) {
      return Files.exists(PROC.resolve("self"));
    }
  }

  /** Returns the number of the process or thread that was made last, -1 where nobody can tell. */
  private static long newest() {
    // Not a channel: this is asked at the end of each program, and a stream is opened much faster.
    try (InputStream file = new FileInputStream(LOAD)) {
      String load = new String(file.readNBytes(LONGEST_LOAD), ISO_8859_1).strip();
      return Long.parseLong(load.substring(load.lastIndexOf(' ') + 1));
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }
}
