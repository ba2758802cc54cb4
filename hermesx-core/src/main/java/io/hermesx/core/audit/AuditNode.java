// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;

/**
 * The root of a complete subtree of 256, 65,536, 16,777,216 … leaves: what the tiles of C2SP
 * tlog-tiles are made of, and what makes a proof a matter of a few reads.
 *
 * @param level 1 for the subtrees of 256 leaves, one more for each 256 of those; 1 to 7
 * @param index the how-manieth subtree of its level, from 0
 * @param hash its root
 */
public record AuditNode(int level, long index, Sha256 hash) {

  /** How many levels of the tree one level of nodes spans. */
  public static final int HEIGHT = 8;

  /** How many leaves or nodes there are below a node. */
  public static final int WIDTH = 1 << HEIGHT;

  /** How many events the log has, at least, when the node is complete. */
  public long completeAt() {
    return (index + 1) << (HEIGHT * level);
  }
}
