// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.util.List;

/** Reads the lines of a block. Not thread-safe: each thread has one of its own at a time. */
@FunctionalInterface
interface BlockReader {

  /**
   * Reads the lines in the first octets of a block; what stands behind the last newline is no line.
   *
   * @return what they say, in their order; the block must stay as it is until that is taken
   */
  List<BundleItem> read(byte[] block, int end);
}
