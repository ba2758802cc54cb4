// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.Sha256;

/** The hashes of a Merkle tree (RFC 6962 §2.1). Their prefixes keep leaves and nodes apart. */
public final class MerkleTree {

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  public static Sha256 leaf(byte[] entry) {
    return Sha256.raw(LEAF, entry);
  }

  public static Sha256 node(Sha256 left, Sha256 right) {
    return Sha256.raw(NODE, left.octets(), right.octets());
  }
}
