// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.Sha256;
import java.util.List;

/**
 * The hashes of one log's Merkle tree as a store keeps them: the leaves, and of what is above only
 * the roots of complete subtrees of 256, 65,536, … leaves, the steps of C2SP tlog-tiles. Everything
 * else is computed from them.
 *
 * <p>Hashes never change once they are there, so implementations need no snapshot. They may do I/O;
 * a prover asks for at most 256 hashes at a time.
 */
public interface TreeHashes {

  /** How many hashes of one level make one of the next, and the most that are asked for at once. */
  int TILE = 256;

  /**
   * Returns the hashes of leaves in their order.
   *
   * @param from the place of the first; 0 or more
   * @param count 1 to 256; they are all there if the log has {@code from + count} events
   */
  List<Sha256> leaves(long from, int count);

  /**
   * Returns the roots of complete subtrees in their order.
   *
   * @param level 1 for subtrees of 256 leaves, 2 for 65,536, up to 7
   * @param from the place of the first among those of its level; 0 or more
   * @param count 1 to 256; they are all there if the log has that many complete subtrees
   */
  List<Sha256> nodes(int level, long from, int count);
}
