// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The control groups of executors, as folders. */
public final class ControlGroupFolders {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final int DEPTH = 8;

  private ControlGroupFolders() {}

  /** Returns those whose name has a text, such as the number of the process that made them. */
  public static List<Path> of(String text) {
    if (!Files.isDirectory(ROOT)) {
      return List.of();
    }
    try (Stream<Path> all = Files.find(ROOT, DEPTH, (path, about) -> about.isDirectory())) {
      return all.filter(path -> path.getFileName().toString().startsWith("hermesx-"))
          .filter(path -> path.getFileName().toString().contains(text))
          .toList();
    } catch (UncheckedIOException | IOException e) {
      return of(text);
    }
  }
}
