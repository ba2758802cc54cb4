// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The directory of one spool, and the only way to the disk: a test can put another disk behind it.
 * Names have no folders. Nothing is durable until it was synced. Thread-safe.
 */
interface SpoolFiles {

  /**
   * Takes the directory for this process until it is closed.
   *
   * @throws SpoolInUseException if it is taken
   */
  Closeable lock() throws IOException;

  /** Returns the names of all files, in no order. */
  List<String> names() throws IOException;

  /** Makes an empty file that was not there. */
  SpoolFile create(String name) throws IOException;

  /** Opens a file that is there, for reading and writing. */
  SpoolFile open(String name) throws IOException;

  /** Calls a file by a name that no other one has. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file that is there. */
  void delete(String name) throws IOException;

  /** Makes durable which files there are. */
  void syncDirectory() throws IOException;
}
