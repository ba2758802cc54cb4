// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.Sha256;
import java.util.List;

/**
 * The proof that a leaf is at a place of a tree (RFC 9162 §2.1.3). Any values can be written down
 * here; {@link #verify} answers false to what cannot be.
 *
 * @param index the place of the leaf, from 0
 * @param size how many leaves the tree has
 * @param hashes the siblings from the leaf up to the root, at most 63
 */
public record InclusionProof(long index, long size, List<Sha256> hashes) {

  /** Copies the list. */
  public InclusionProof {
    hashes = List.copyOf(hashes);
  }

  /** Tells whether the tree with this root has the leaf at this place. */
  public boolean verify(Sha256 leaf, Sha256 root) {
    return new Subtree(0, size).verifyInclusion(this, leaf, root);
  }
}
