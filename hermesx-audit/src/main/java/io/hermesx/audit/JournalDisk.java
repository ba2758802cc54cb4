// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The few things that a journal asks of a disk, one by one, so that a test can end the world
 * between any two of them. Nothing is durable before it is forced.
 */
interface JournalDisk extends Closeable {

  /** Waits until no other process and no other instance has the lock; closing gives it back. */
  Closeable lock() throws IOException;

  boolean exists(Path file) throws IOException;

  /** Returns the file's octets from an offset on; none where the file is shorter. */
  byte[] read(Path file, long from) throws IOException;

  /** Writes octets behind the end of a file, which comes into being where it is not there. */
  void append(Path file, byte[] octets) throws IOException;

  /** Cuts a file to a length; to 0 where it is not there. */
  void truncate(Path file, long length) throws IOException;

  /** Makes the octets of a file durable. */
  void force(Path file) throws IOException;

  /** Puts one file in the place of another, at once for all who open it. */
  void rename(Path from, Path to) throws IOException;

  /** Makes durable which files there are in the folder of a file. */
  void forceFolder(Path file) throws IOException;
}
