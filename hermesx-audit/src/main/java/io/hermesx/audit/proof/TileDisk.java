// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What writing a log asks of a disk. Nothing is durable before it is forced. */
interface TileDisk {

  /** The disks of this machine. */
  TileDisk REAL = new Real();

  /**
   * Writes a file that is not there.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is
   */
  void create(Path file, byte[] octets) throws IOException;

  /** Makes the octets of a file durable. */
  void force(Path file) throws IOException;

  /** Puts a file in the place of another in one step. */
  void move(Path from, Path to) throws IOException;

  /** Makes durable which files a folder has, where folders can be opened. */
  void forceFolder(Path folder) throws IOException;

  /** Asks the system. */
  final class Real implements TileDisk {

    private Real() {}

    @Override
    public void create(Path file, byte[] octets) throws IOException {
      Files.write(file, octets, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void force(Path file) throws IOException {
      try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
        written.force(true);
      }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        try (FileChannel read = FileChannel.open(folder, StandardOpenOption.READ)) {
          read.force(true);
        }
      }
    }
  }
}
