// SPDX-License-Identifier: Apache-2.0
package io.hermesx.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file without a name, which only this process and those it lets through {@code /proc} can open:
 * what a child process is to read and no command line, environment or named file may have. Not
 * thread-safe.
 */
final class NamelessFile implements AutoCloseable {

  private static final Path OWN = Path.of("/proc/self/fd");

  private final FileChannel channel;
  private final int descriptor;

  private NamelessFile(FileChannel channel, int descriptor) {
    this.channel = channel;
    this.descriptor = descriptor;
  }

  /** Creates an empty one on the file system of a folder. */
  static NamelessFile in(Path folder) throws IOException {
    Path name =
        Files.createTempFile(
            folder,
            "nameless",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileChannel channel = FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      int descriptor = descriptorOf(name.toRealPath());
      return new NamelessFile(channel, descriptor);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    } finally {
      Files.deleteIfExists(name);
    }
  }

  /** The JDK does not tell a channel's descriptor, the kernel does. */
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
    ByteBuffer rest = ByteBuffer.wrap(content);
    long at = position;
    while (rest.hasRemaining()) {
      at += channel.write(rest, at);
    }
    truncate(at);
  }

  /** Cuts off whatever is behind so many octets. */
  void truncate(long size) throws IOException {
    channel.truncate(size);
  }

  /** Returns the first octets, at most so many. */
  byte[] read(int limit) throws IOException {
    ByteBuffer content = ByteBuffer.allocate((int) Math.min(limit, channel.size()));
    int read = 0;
    while (content.hasRemaining() && read >= 0) {
      read = channel.read(content, content.position());
    }
    byte[] octets = new byte[content.position()];
    content.flip().get(octets);
    return octets;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
