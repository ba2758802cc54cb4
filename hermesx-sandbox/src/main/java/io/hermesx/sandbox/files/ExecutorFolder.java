// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * An executor's own folder, by which others see whether its JVM lives: a file in it is locked for
 * as long. Thread-safe.
 */
public final class ExecutorFolder implements AutoCloseable {

  private static final String LOCK = "hermesx.lock";
  private static final String MAKING = "hermesx-making-";

  private final Path path;
  private final String kind;
  private final Optional<FileChannel> lock;

  private ExecutorFolder(Path path, String kind, Optional<FileChannel> lock) {
    this.path = path;
    this.kind = kind;
    this.lock = lock;
  }

  /**
   * Makes one, for this user alone. It has its name only when it is locked, so that nobody takes
   * one that is being made for one that is left over.
   *
   * @param temporary where
   * @param kind what its name begins with
   * @throws IOException if it cannot be made, for an operator to read
   */
  public static ExecutorFolder make(Path temporary, String kind) throws IOException {
    try {
      return makeIn(temporary, kind);
    } catch (IOException e) {
      throw new IOException(
          "no folder can be made in "
              + temporary
              + ": "
              + Reason.of(e)
              + "; allowed: a folder with room in which the user of this process may make others;"
              + " make it so, or name another with temporaryFolder",
          e);
    }
  }

  private static ExecutorFolder makeIn(Path temporary, String kind) throws IOException {
    Path made = Files.createTempDirectory(temporary.toRealPath(), MAKING);
    String token = made.getFileName().toString().substring(MAKING.length());
    Optional<FileChannel> lock = Optional.empty();
    try {
      if (made.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        Files.createFile(made.resolve(LOCK));
        lock = lock(made);
        if (lock.isEmpty()) {
          // On a file system without locks: without the file nobody takes it for left over.
          Files.delete(made.resolve(LOCK));
        }
      }
      Path path = made.resolveSibling(kind + ofThisJvm() + token);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return new ExecutorFolder(path, kind, lock);
    } catch (IOException | RuntimeException | Error e) {
      FolderTree.delete(made);
      if (lock.isPresent()) {
        lock.get().close();
      }
      throw e;
    }
  }

  /**
   * Whose a folder is shows in its name for this JVM alone: to open the file that it has locked
   * itself and close it again would end the lock.
   */
  private static String ofThisJvm() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + start + "-";
  }

  boolean isOfThisJvm(Path other) {
    return other.getFileName().toString().startsWith(kind + ofThisJvm());
  }

  /** Returns the lock of a folder; empty if another has it, or it cannot be had. */
  static Optional<FileChannel> lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      return Optional.empty();
    }
    channel.close();
    return Optional.empty();
  }

  /** Deletes what is in a folder, and last the folder with its lock: what stays can be swept. */
  static boolean isRemoved(Path folder) {
    boolean clean = true;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        clean &= entry.endsWith(LOCK) || FolderTree.delete(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      clean = !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }
    return clean && FolderTree.delete(folder);
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Returns what the names of such folders begin with. */
  String kind() {
    return kind;
  }

  boolean isLocked() {
    return lock.isPresent();
  }

  /** Deletes it with all that is in it. What cannot be deleted stays, for another JVM to sweep. */
  @Override
  public void close() throws IOException {
    boolean unused = isRemoved(path);
    if (lock.isPresent()) {
      lock.get().close();
    }
  }
}
