// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a second spool out of a directory; a process that dies lets go of it. There are two
 * files because POSIX drops all locks that a process has on a file when it closes any descriptor of
 * it. A second try in the same process therefore opens only the first, where the JVM itself knows
 * that it is locked, and never touches the second, which is the one that counts for other
 * processes.
 */
record DirectoryLock(FileChannel inner, FileChannel outer) implements Closeable {

  private static final String WITHIN = "lock.process";
  private static final String BETWEEN = "lock";

  static DirectoryLock take(Path directory) throws IOException {
    FileChannel inner = lock(directory, WITHIN);
    try {
      return new DirectoryLock(inner, lock(directory, BETWEEN));
    } catch (IOException | RuntimeException e) {
      inner.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (inner;
        outer) {
      // Closing releases both, the one between processes first.
    }
  }

  private static FileChannel lock(Path directory, String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    String owner = "another process";
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      owner = "this process";
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    if (lock == null) {
      channel.close();
      throw new SpoolInUseException(
          "the spool in "
              + directory
              + " is open in "
              + owner
              + ": give each its own directory, or close the other one first");
    }
    return channel;
  }
}
