// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds processes of a program that are no longer known as its children, through {@code /proc}. */
final class Leftovers {

  private static final Path PROC = Path.of("/proc");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private Leftovers() {}

  /** Returns who works in a folder or below, or has one of these pipes as a standard stream. */
  static List<ProcessHandle> find(Path folder, Set<String> pipes) {
    List<ProcessHandle> found = new ArrayList<>();
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(PROC, path -> NUMBER.matcher(name(path)).matches())) {
      for (Path process : all) {
        long pid = Long.parseLong(name(process));
        if (pid != self && (worksIn(process, folder) || has(process, pipes))) {
          ProcessHandle.of(pid).filter(handle -> !isDead(pid)).ifPresent(found::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A host without /proc, or without a look at it: what is found by other ways is all there is.
      return found;
    }
    return found;
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
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
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
      String stat =
          Files.readString(
              PROC.resolve(pid + "/stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException e) {
      return Files.exists(PROC.resolve("self"));
    }
  }

  /** Whether no process or thread of this host was made after one; false where nobody can tell. */
  static boolean isNewest(long pid) {
    try {
      String load =
          Files.readString(PROC.resolve("loadavg"), java.nio.charset.StandardCharsets.ISO_8859_1)
              .strip();
      return load.substring(load.lastIndexOf(' ') + 1).equals(String.valueOf(pid));
    } catch (IOException e) {
      return false;
    }
  }
}
