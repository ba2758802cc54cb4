// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A disk of this machine. The lock is that of the system on a file of its own, which stays open:
 * where the system ties locks to processes, closing any channel of a file gives back the locks that
 * the process has on it, those of another instance included. Used by one thread at a time.
 */
final class FileJournalDisk implements JournalDisk {

  private static final long PAUSE_NANOS = 1_000_000;
  private static final int SETTLED = 's';
  private static final int UNSETTLED = 'u';

  private final Path lockFile;
  private @Nullable RandomAccessFile lock;

  FileJournalDisk(Path lockFile) {
    this.lockFile = lockFile;
  }

  @Override
  public Closeable lock() throws IOException {
    while (true) {
      try {
        return open().getChannel().lock()::release;
      } catch (OverlappingFileLockException e) {
        // Another instance in this process has it, and the system's lock is not for threads.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** An interrupt closes the file for a thread that waits for the lock; then it is opened anew. */
  private RandomAccessFile open() throws IOException {
    RandomAccessFile open = lock;
    if (open == null || !open.getChannel().isOpen()) {
      open = new RandomAccessFile(lockFile.toFile(), "rw");
      lock = open;
    }
    return open;
  }

  @Override
  public boolean isSettled() throws IOException {
    RandomAccessFile open = open();
    open.seek(0);
    return open.read() == SETTLED;
  }

  @Override
  public void unsettle() throws IOException {
    say(UNSETTLED);
  }

  @Override
  public void settle() throws IOException {
    say(SETTLED);
  }

  private void say(int octet) throws IOException {
    RandomAccessFile open = open();
    open.seek(0);
    open.write(octet);
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file);
  }

  @Override
  public byte[] read(Path file, long from) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] octets = new byte[Math.toIntExact(Math.max(0, in.length() - from))];
      in.seek(from);
      in.readFully(octets);
      return octets;
    }
  }

  @Override
  public void append(Path file, byte[] octets) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(out.length());
      out.write(octets);
    }
  }

  @Override
  public void empty(Path file) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
    }
  }

  @Override
  public void force(Path file) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.getFD().sync();
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void forceFolder(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock(); // so that no other instance in this process has it
      open().close();
      lock = null;
    }
  }
}
