// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of the real disk. A {@code FileChannel} would be closed under everybody else as soon as
 * the thread that leads a commit is interrupted; this is not.
 */
record DiskFile(RandomAccessFile file) implements SpoolFile {

  static DiskFile open(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new DiskFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public byte[] read(long offset, int count) throws IOException {
    byte[] octets = new byte[count];
    file.seek(offset);
    int read = 0;
    while (read < count) {
      int more = file.read(octets, read, count - read);
      if (more < 0) {
        return Arrays.copyOf(octets, read);
      }
      read += more;
    }
    return octets;
  }

  @Override
  public void write(long offset, byte[] octets) throws IOException {
    file.seek(offset);
    file.write(octets);
  }

  @Override
  public void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
