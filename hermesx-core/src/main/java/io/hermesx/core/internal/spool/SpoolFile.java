// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.Closeable;
import java.io.IOException;

/** One open file. Not closed by an interrupt. Not thread-safe. */
interface SpoolFile extends Closeable {

  /** Returns its length in octets. */
  long length() throws IOException;

  /** Reads up to so many octets from an offset on: fewer only at the end of the file. */
  byte[] read(long offset, int count) throws IOException;

  /** Writes all octets at an offset. */
  void write(long offset, byte[] octets) throws IOException;

  /** Makes durable what was written. After a failure it never answers for those octets again. */
  void sync() throws IOException;
}
