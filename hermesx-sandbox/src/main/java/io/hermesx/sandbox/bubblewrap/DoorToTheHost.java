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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket or FIFO in a folder that programs are to read. To connect to one is no writing to its
 * file system, so that a read-only bind does not keep anybody from it, nor can a filter of system
 * calls, which sees no paths. What is made later, or deep in a large folder, is not found.
 */
final class DoorToTheHost extends SimpleFileVisitor<Path> {

  /** More than a runtime or a language's packages have; some 100 ms. */
  private static final int MOST_ENTRIES = 100_000;

  /** What a file is, of the bits of its mode; see inode(7). */
  private static final int KIND = 0170000;

  private static final Set<Integer> DOORS = Set.of(0140000, 0010000);

  private final int most;
  private int entries;
  private @Nullable Path found;

  private DoorToTheHost(int most) {
    this.most = most;
  }

  /** Returns the first that is found among the first 100,000 entries; no link is followed. */
  static Optional<Path> in(Path path) {
    return in(path, MOST_ENTRIES);
  }

  /** Returns the first that is found among so many entries. */
  static Optional<Path> in(Path path, int most) {
    DoorToTheHost search = new DoorToTheHost(most);
    try {
      Files.walkFileTree(path, search);
    } catch (IOException e) {
      return Optional.ofNullable(search.found);
    }
    return Optional.ofNullable(search.found);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isOther() && isDoor(file)) {
      found = file;
    }
    return next();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return next();
  }

  private FileVisitResult next() {
    return found == null && ++entries < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }

  /**
   * What is neither is a device, which cannot be opened inside. What does not tell may be a door.
   */
  private static boolean isDoor(Path file) {
    try {
      Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return DOORS.contains((Integer) mode & KIND);
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * What this process may not look into is left to the permissions of programs, which have less.
   */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    return FileVisitResult.CONTINUE;
  }

  /** That the rest of a folder cannot be read does not end the search in those beside it. */
  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
    return FileVisitResult.CONTINUE;
  }
}
