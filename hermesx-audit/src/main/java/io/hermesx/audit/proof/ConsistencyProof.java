// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.Sha256;
import java.util.List;

/**
 * The proof that a tree continues an earlier one: its first leaves are those of the earlier one, in
 * their order (RFC 9162 §2.1.4). Any values can be written down here; {@link #verify} answers false
 * to what cannot be.
 *
 * @param from how many leaves the earlier tree has; nothing is proven about an empty one
 * @param to how many leaves the later tree has
 * @param hashes the nodes that lead to both roots, at most 64; empty if the sizes are equal
 */
public record ConsistencyProof(long from, long to, List<Sha256> hashes) {

  /** Copies the list. */
  public ConsistencyProof {
    hashes = List.copyOf(hashes);
  }

  /**
   * Tells whether the tree with the later root continues the tree with the earlier one.
   *
   * @param earlier the root at the size {@code from}
   * @param later the root at the size {@code to}
   */
  public boolean verify(Sha256 earlier, Sha256 later) {
    // An empty tree is continued by every tree, so a proof of it would be taken for more than it
    // is.
    return from > 0 && new Subtree(0, from).verifyConsistency(this, earlier, later);
  }
}
