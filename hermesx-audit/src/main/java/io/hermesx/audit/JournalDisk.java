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

  /**
   * Whether the last process that had the lock said that all of its work is durable. It need not be
   * durable that it said so: what is there after the machine went down is durable anyway.
   */
  boolean isSettled() throws IOException;

  /** Says, under the lock, that work is under way, for whoever has the lock after a failure. */
  void unsettle() throws IOException;

  /** Says, under the lock, that all of the work is durable. */
  void settle() throws IOException;

  boolean exists(Path file) throws IOException;

  /** Returns the file's octets from an offset on; none where the file is shorter. */
  byte[] read(Path file, long from) throws IOException;

  /** Writes octets behind the end of a file, which comes into being where it is not there. */
  void append(Path file, byte[] octets) throws IOException;

  /** Takes everything out of a file, which comes into being where it is not there. */
  void empty(Path file) throws IOException;

  /** Makes the octets of a file durable. */
  void force(Path file) throws IOException;

  /** Puts one file in the place of another, at once for all who open it. */
  void rename(Path from, Path to) throws IOException;

  /** Makes durable which files there are in the folder of a file. */
  void forceFolder(Path file) throws IOException;
}
