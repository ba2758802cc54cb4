// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes the folders of executors whose JVM is gone: those beside a folder, of its kind and owner.
 * What cannot be removed stays for the next time. Not thread-safe.
 */
public final class FolderSweep {

  /** So that an opening does not take for ever in a folder with a long past. */
  private static final int MOST_REMOVED = 32;

  private static final int MOST_SEEN = 10_000;
  private static final Duration UNFINISHED = Duration.ofHours(1);
  private static final int OTHERS_WRITE = 022;
  private static final int STICKY = 01000;

  private final ExecutorFolder own;
  private final Consumer<Path> unmount;
  private int seen;
  private int removed;

  private FolderSweep(ExecutorFolder own, Consumer<Path> unmount) {
    this.own = own;
    this.unmount = unmount;
  }

  /**
   * Sweeps.
   *
   * @param own the folder of a living executor
   * @param unmount what is done with a folder before it is deleted
   */
  public static void beside(ExecutorFolder own, Consumer<Path> unmount) {
    if (own.isLocked()) {
      new FolderSweep(own, unmount).sweep();
    }
  }

  private void sweep() {
    Path parent = own.path().resolveSibling("");
    try {
      int uid = Facts.of(own.path()).uid();
      if (!isSafe(parent, uid)) {
        return;
      }
      sweepUnfinished(parent, uid);
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, this::isOfKind)) {
        for (Path folder : folders) {
          if (removed < MOST_REMOVED) {
            sweep(folder, uid);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // An executor opens whether or not others have left something.
      return;
    }
  }

  /**
   * Folders whose making was never ended, which takes milliseconds: those that are an hour older
   * than ours, by the clock of the same file system.
   */
  private void sweepUnfinished(Path parent, int uid) throws IOException {
    Instant latest = changed(own.path()).minus(UNFINISHED);
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(parent, ExecutorFolder::isBeingMade)) {
      for (Path folder : folders) {
        if (removed < MOST_REMOVED && isUnfinished(folder, uid, latest)) {
          removed++;
          boolean unused = FolderTree.delete(folder);
        }
      }
    }
  }

  private static boolean isUnfinished(Path folder, int uid, Instant latest) {
    try {
      return isOurs(folder, uid) && changed(folder).isBefore(latest);
    } catch (IOException e) {
      // Somebody else removes it now.
      return false;
    }
  }

  private static Instant changed(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  private boolean isOfKind(Path entry) {
    return entry.getFileName().toString().startsWith(own.kind())
        && !own.isOfThisJvm(entry)
        && ++seen <= MOST_SEEN;
  }

  private void sweep(Path folder, int uid) throws IOException {
    try {
      if (!isOurs(folder, uid)) {
        return;
      }
      Optional<FileChannel> lock = ExecutorFolder.lock(folder);
      if (lock.isPresent()) {
        removed++;
        try {
          unmount.accept(folder);
          boolean unused = ExecutorFolder.isRemoved(folder);
        } finally {
          lock.get().close();
        }
      }
    } catch (IOException e) {
      // Somebody else removes it now, or it is no executor's.
      return;
    }
  }

  /** Whether nobody else can put another folder in the place of one of ours. */
  private static boolean isSafe(Path parent, int uid) throws IOException {
    Facts facts = Facts.of(parent);
    return (facts.uid() == uid || facts.uid() == 0)
        && (!facts.isOthersToWrite() || (facts.mode() & STICKY) != 0);
  }

  private static boolean isOurs(Path folder, int uid) throws IOException {
    Facts facts = Facts.of(folder);
    return facts.folder() && facts.uid() == uid && !facts.isOthersToWrite();
  }

  /** What a path is, and not what it links to. */
  private record Facts(boolean folder, int uid, int mode) {

    static Facts of(Path path) throws IOException {
      Map<String, Object> all =
          Files.readAttributes(path, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
      return new Facts(
          Objects.equals(all.get("isDirectory"), true),
          (int) Objects.requireNonNull(all.get("uid")),
          (int) Objects.requireNonNull(all.get("mode")));
    }

    boolean isOthersToWrite() {
      return (mode & OTHERS_WRITE) != 0;
    }
  }
}
