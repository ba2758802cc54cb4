// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import io.hermesx.sandbox.files.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file without a name, which only this process and those it lets through {@code /proc} can open:
 * what a child process is to read and no command line, environment or named file may have.
 * Thread-safe.
 */
final class NamelessFile implements AutoCloseable {

  private static final Path OWN = Path.of("/proc/self/fd");

  // Not a channel, which an interrupt closes for good.
  private final RandomAccessFile file;
  private final int descriptor;

  /**
   * Held over reading and writing: the position is the file's, and a kill reads on any thread. What
   * is behind is memory or a page, and takes microseconds.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private NamelessFile(RandomAccessFile file, int descriptor) {
    this.file = file;
    this.descriptor = descriptor;
  }

  /** Creates an empty one on the file system of a folder. */
  static NamelessFile in(Path folder) throws IOException {
    try {
      Path name =
          Files.createTempFile(
              folder,
              "nameless",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        return open(name);
      } finally {
        Files.deleteIfExists(name);
      }
    } catch (IOException e) {
      throw new IOException(
          "no file can be made in "
              + folder
              + ": "
              + Reason.of(e)
              + "; make room there, and let this process have more files open (ulimit -n)",
          e);
    }
  }

  private static NamelessFile open(Path name) throws IOException {
    RandomAccessFile file = new RandomAccessFile(name.toFile(), "rw");
    try {
      return new NamelessFile(file, descriptorOf(name.toRealPath()));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** The JDK does not tell a file's descriptor, the kernel does. */
  private static int descriptorOf(Path name) throws IOException {
    try (DirectoryStream<Path> own = Files.newDirectoryStream(OWN)) {
      for (Path entry : own) {
        if (name.equals(target(entry))) {
          return Integer.parseInt(entry.getFileName().toString());
        }
      }
    }
    throw new IOException(
        "the open file " + name + " is not listed in " + OWN + "; /proc must be mounted");
  }

  private static Path target(Path entry) throws IOException {
    try {
      return Files.readSymbolicLink(entry);
    } catch (NoSuchFileException e) {
      return entry;
    }
  }

  /** The number under which this process has it open. */
  int descriptor() {
    return descriptor;
  }

  /** Writes at a position, and cuts off whatever is behind. */
  void write(long position, byte[] content) throws IOException {
    lock.lock();
    try {
      file.seek(position);
      file.write(content);
      file.setLength(position + content.length);
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is in it; one that was closed cannot tell and says so. */
  boolean isEmpty() {
    lock.lock();
    try {
      return file.length() == 0;
    } catch (IOException e) {
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Cuts off whatever is behind so many octets. */
  void truncate(long size) throws IOException {
    lock.lock();
    try {
      file.setLength(size);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the first octets, at most so many. */
  byte[] read(int limit) throws IOException {
    lock.lock();
    try {
      byte[] content = new byte[(int) Math.min(limit, file.length())];
      file.seek(0);
      int read = 0;
      for (int more = 0; more >= 0 && read < content.length; ) {
        more = file.read(content, read, content.length - read);
        read += Math.max(more, 0);
      }
      return Arrays.copyOf(content, read);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
