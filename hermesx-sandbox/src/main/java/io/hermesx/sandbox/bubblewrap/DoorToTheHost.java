// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket or FIFO in a folder that programs are to read. To connect to one is no writing to its
 * file system, so that a read-only bind does not keep anybody from it, nor can a filter of system
 * calls, which sees no paths. What is made later, or deep in a large folder, is not found.
 */
final class DoorToTheHost extends SimpleFileVisitor<Path> {

  /** More than a runtime or a language's packages have; some 100 ms. */
  private static final int MOST_ENTRIES = 100_000;

  private int entries;
  private @Nullable Path found;

  private DoorToTheHost() {}

  /** Returns the first that is found among so many entries; no link is followed. */
  static Optional<Path> in(Path path) {
    DoorToTheHost search = new DoorToTheHost();
    try {
      Files.walkFileTree(path, search);
    } catch (IOException e) {
      return Optional.ofNullable(search.found);
    }
    return Optional.ofNullable(search.found);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (isDoor(file, attributes)) {
      found = file;
    }
    return found == null && ++entries < MOST_ENTRIES
        ? FileVisitResult.CONTINUE
        : FileVisitResult.TERMINATE;
  }

  /** What is neither is a device, which cannot be opened inside. */
  private static boolean isDoor(Path file, BasicFileAttributes attributes) {
    return attributes.isOther() && !isDevice(file);
  }

  private static boolean isDevice(Path file) {
    try {
      return !Files.getAttribute(file, "unix:rdev", LinkOption.NOFOLLOW_LINKS).equals(0L);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What this process may not look into is left to the permissions of programs, which have less.
   */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
