// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import java.util.List;

/** The entries of one log: the exact octets that its leaves are hashes of. They never change. */
@FunctionalInterface
public interface LogEntries {

  /**
   * Returns entries in their order; may do I/O.
   *
   * @param from the place of the first; 0 or more
   * @param count 1 to 256; they are all there if the log has {@code from + count} events
   */
  List<byte[]> read(long from, int count);
}
