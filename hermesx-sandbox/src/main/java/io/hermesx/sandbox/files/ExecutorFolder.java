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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An executor's own folder, by which others see whether its JVM lives: a file in it is locked for
 * as long. Whoever tidies the temporary folder may remove what is old, such as after ten days: then
 * it is made again. Thread-safe.
 */
public final class ExecutorFolder implements AutoCloseable {

  private static final String LOCK = "hermesx.lock";
  private static final String MAKING = "hermesx-making-";

  private final Path path;
  private final String kind;
  private final Set<PosixFilePermission> permissions;
  private final Object owner;

  /** Held over the making of a folder, which is once in ten days: two must not make one. */
  private final ReentrantLock making = new ReentrantLock();

  private volatile Optional<FileChannel> lock;

  private ExecutorFolder(
      Path path, String kind, Set<PosixFilePermission> permissions, Optional<FileChannel> lock)
      throws IOException {
    this.path = path;
    this.kind = kind;
    this.permissions = permissions;
    this.lock = lock;
    this.owner = owner(path);
  }

  /**
   * Makes one. It has its name only when it is locked, so that nobody takes one that is being made
   * for one that is left over.
   *
   * @param temporary where
   * @param kind what its name begins with
   * @param permissions what others may do with it, such as {@code rwx------}
   * @throws IOException if it cannot be made, for an operator to read
   */
  public static ExecutorFolder make(Path temporary, String kind, String permissions)
      throws IOException {
    Set<PosixFilePermission> all = PosixFilePermissions.fromString(permissions);
    try {
      Path made = Files.createTempDirectory(temporary.toRealPath(), MAKING);
      String token = made.getFileName().toString().substring(MAKING.length());
      Path path = made.resolveSibling(kind + ofThisJvm() + token);
      return new ExecutorFolder(path, kind, all, settle(made, path, all));
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

  /** Locks a folder that was made for this user alone, and gives it its name and permissions. */
  private static Optional<FileChannel> settle(
      Path made, Path path, Set<PosixFilePermission> permissions) throws IOException {
    Optional<FileChannel> lock = Optional.empty();
    try {
      if (hasNumbers(made)) {
        lock = lockNew(made);
        Files.setPosixFilePermissions(made, permissions);
      }
      // Onto nothing, or onto an empty folder of this user: the kernel refuses all else.
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return lock;
    } catch (IOException | RuntimeException | Error e) {
      FolderTree.delete(made);
      if (lock.isPresent()) {
        lock.get().close();
      }
      throw e;
    }
  }

  private static Optional<FileChannel> lockNew(Path folder) throws IOException {
    Files.createFile(folder.resolve(LOCK));
    Optional<FileChannel> lock = lock(folder);
    if (lock.isEmpty()) {
      // On a file system without locks: without the file nobody takes it for left over.
      Files.delete(folder.resolve(LOCK));
    }
    return lock;
  }

  /**
   * Makes it again where it is gone, or its lock: at the same path, for this user, and empty.
   *
   * @throws IOException if somebody else has made something at its path by now, or it cannot be
   *     made, for an operator to read
   */
  public void keep() throws IOException {
    if (isThere()) {
      return;
    }
    making.lock();
    try {
      if (!isThere()) {
        restore();
      }
    } catch (IOException e) {
      throw new IOException(
          "the executor's folder "
              + path
              + " was removed and cannot be made again: "
              + Reason.of(e)
              + "; let nobody tidy it away, close this executor and open another",
          e);
    } finally {
      making.unlock();
    }
  }

  /** Its number where there is one: to look its name up may take a directory service. */
  private static Object owner(Path folder) throws IOException {
    return hasNumbers(folder)
        ? Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        : Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean hasNumbers(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Whether what is at its path is this user's folder, and nothing that somebody else made. */
  public boolean isOurs() {
    try {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && owner(path).equals(owner);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isThere() {
    return isOurs()
        && (lock.isEmpty() || Files.exists(path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS));
  }

  private void restore() throws IOException {
    Optional<FileChannel> before = lock;
    if (isOurs()) {
      lock = lockNew(path);
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("somebody else has made something there");
    } else {
      Path made = Files.createTempDirectory(path.resolveSibling(""), MAKING);
      lock = settle(made, path, permissions);
    }
    if (before.isPresent()) {
      before.get().close();
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

  /** Whether a name is that of one that is being made, or whose making was never ended. */
  static boolean isBeingMade(Path folder) {
    return folder.getFileName().toString().startsWith(MAKING);
  }

  boolean isLocked() {
    return lock.isPresent();
  }

  /** Deletes it with all that is in it. What cannot be deleted stays, for another JVM to sweep. */
  @Override
  public void close() throws IOException {
    // What somebody else has made at its path may be a link to what is not ours to delete.
    boolean unused = isOurs() && isRemoved(path);
    if (lock.isPresent()) {
      lock.get().close();
    }
  }
}
