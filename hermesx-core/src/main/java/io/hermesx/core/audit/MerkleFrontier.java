// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The right edge of a Merkle tree (RFC 6962 §2.1): the roots of the complete subtrees that cover
 * its leaves, one for each bit set in the size, from the largest to the smallest. It is all that is
 * needed to append a leaf and to know the root, at most 63 hashes for any size.
 *
 * <p>Immutable; two frontiers are equal if size and nodes are.
 */
public final class MerkleFrontier {

  /** The frontier of the tree without leaves; its root is the SHA-256 of nothing. */
  public static final MerkleFrontier EMPTY = new MerkleFrontier(0, List.of());

  private static final Sha256 EMPTY_ROOT = Sha256.raw();

  private final long size;
  private final List<Sha256> nodes;

  private MerkleFrontier(long size, List<Sha256> nodes) {
    this.size = size;
    this.nodes = nodes;
  }

  /**
   * Returns the frontier that was stored as size and nodes.
   *
   * @param size how many leaves the tree has; 0 or more
   * @param nodes one root for each bit set in {@code size}, the largest subtree first
   * @throws IllegalArgumentException if there are more or fewer nodes, or the size is negative
   */
  public static MerkleFrontier of(long size, List<Sha256> nodes) {
    if (size < 0) {
      throw new IllegalArgumentException("a tree has " + size + " leaves, allowed: 0 or more");
    }
    if (nodes.size() != Long.bitCount(size)) {
      throw new IllegalArgumentException(
          "the frontier of a tree with "
              + size
              + " leaves has "
              + Long.bitCount(size)
              + " nodes, found "
              + nodes.size());
    }
    return new MerkleFrontier(size, List.copyOf(nodes));
  }

  /** Returns the frontier of the tree with one more leaf, given by its hash. */
  public MerkleFrontier append(Sha256 leaf) {
    return append(leaf, node -> {});
  }

  /**
   * Returns the frontier of the tree with one more leaf and tells which subtrees of 256, 65,536 …
   * leaves that leaf completed.
   *
   * @param leaf its hash
   * @param completed told from the smallest to the largest
   */
  public MerkleFrontier append(Sha256 leaf, Consumer<AuditNode> completed) {
    int carries = Long.numberOfTrailingZeros(~size); // each low bit set is a carry
    int kept = nodes.size() - carries;
    Sha256 node = leaf;
    for (int carry = 1; carry <= carries; carry++) {
      node = MerkleTree.node(nodes.get(nodes.size() - carry), node);
      if (carry % AuditNode.HEIGHT == 0) {
        completed.accept(new AuditNode(carry / AuditNode.HEIGHT, size >>> carry, node));
      }
    }
    List<Sha256> next = new ArrayList<>(kept + 1);
    next.addAll(nodes.subList(0, kept));
    next.add(node);
    return new MerkleFrontier(Math.addExact(size, 1), List.copyOf(next));
  }

  /** How many leaves the tree has. */
  public long size() {
    return size;
  }

  /** The roots of the complete subtrees, the largest first; unmodifiable. */
  public List<Sha256> nodes() {
    return nodes;
  }

  /** The root of the tree: the Merkle tree hash of RFC 6962. */
  public Sha256 root() {
    if (nodes.isEmpty()) {
      return EMPTY_ROOT;
    }
    Sha256 root = nodes.get(nodes.size() - 1);
    for (int i = nodes.size() - 2; i >= 0; i--) {
      root = MerkleTree.node(nodes.get(i), root);
    }
    return root;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MerkleFrontier that && size == that.size && nodes.equals(that.nodes);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(size) + nodes.hashCode();
  }

  @Override
  public String toString() {
    return "MerkleFrontier[size=" + size + ", root=" + root() + "]";
  }
}
