// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.Iterator;

/**
 * The leaves of {@code [start, end)} as a tree of their own. A whole tree is the one that starts at
 * 0, so what is verified of subtrees is verified of trees: the algorithms are those of RFC 9162
 * §2.1.3.2 and §2.1.4.2, in the form that draft-ietf-plants-merkle-tree-certs §4 gives them for
 * subtrees.
 *
 * @param start the place of the first leaf
 * @param end the place behind the last leaf
 */
record Subtree(long start, long end) {

  static final Sha256 EMPTY_ROOT = Sha256.raw();

  long length() {
    return end - start;
  }

  Subtree left() {
    return new Subtree(start, start + TileHashes.split(length()));
  }

  Subtree right() {
    return new Subtree(start + TileHashes.split(length()), end);
  }

  /** Whether trees have such a subtree: it starts at a multiple of the next power of two. */
  private boolean isAligned() {
    return start >= 0
        && end > start
        && (length() == 1 || start % (2 * TileHashes.split(length())) == 0);
  }

  /** Tells whether the subtree with this root has the leaf at the index of the proof. */
  boolean verifyInclusion(InclusionProof proof, Sha256 leaf, Sha256 root) {
    if (!isAligned() || proof.index() < start || proof.index() >= end) {
      return false;
    }
    long node = proof.index() - start;
    long last = length() - 1;
    Sha256 hash = leaf;
    for (Sha256 sibling : proof.hashes()) {
      if (last == 0) {
        return false; // too long
      }
      if ((node & 1) == 1 || node == last) {
        hash = MerkleTree.node(sibling, hash);
        int skipped = Long.numberOfTrailingZeros(node); // levels where the edge has no sibling
        node >>>= skipped;
        last >>>= skipped;
      } else {
        hash = MerkleTree.node(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /**
   * Tells whether the tree of the size {@code proof.to()} has this subtree.
   *
   * @param known the root of the subtree
   * @param root the root of the tree
   */
  boolean verifyConsistency(ConsistencyProof proof, Sha256 known, Sha256 root) {
    if (start == end) {
      return start >= 0
          && end <= proof.to()
          && proof.hashes().isEmpty()
          && known.equals(EMPTY_ROOT);
    }
    return isAligned() && end <= proof.to() && leadsToBoth(proof, known, root);
  }

  private boolean leadsToBoth(ConsistencyProof proof, Sha256 known, Sha256 root) {
    long first = start;
    long node = end - 1;
    long last = proof.to() - 1;
    // Up to the largest complete subtree that ends here: the proof starts there.
    while (first != node && (node == last || (node & 1) == 1)) {
      first >>>= 1;
      node >>>= 1;
      last >>>= 1;
    }
    Iterator<Sha256> hashes = proof.hashes().iterator();
    if (first != node && !hashes.hasNext()) {
      return false;
    }
    Sha256 inner = first == node ? known : hashes.next();
    Sha256 outer = inner;
    while (hashes.hasNext()) {
      Sha256 sibling = hashes.next();
      if (last == 0) {
        return false; // too long
      }
      if ((node & 1) == 1 || node == last) {
        inner = first < node ? MerkleTree.node(sibling, inner) : inner;
        outer = MerkleTree.node(sibling, outer);
        int skipped = Long.numberOfTrailingZeros(node);
        first >>>= skipped;
        node >>>= skipped;
        last >>>= skipped;
      } else {
        outer = MerkleTree.node(outer, sibling);
      }
      first >>>= 1;
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && inner.equals(known) && outer.equals(root);
  }
}
