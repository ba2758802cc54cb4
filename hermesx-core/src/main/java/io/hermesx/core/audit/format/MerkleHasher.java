// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of {@link MerkleTree} in arrays, without an object for each. Not thread-safe. */
public final class MerkleHasher {

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest digest;

  /** Creates one. */
  public MerkleHasher() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new HermesException(
          "this Java runtime has no SHA-256, which every Java platform must have", e);
    }
  }

  /** Hashes the first octets of an entry and puts its leaf at a place. */
  public void leaf(byte[] entry, int length, byte[] out, int at) {
    digest.update(LEAF);
    digest.update(entry, 0, length);
    finish(out, at);
  }

  /** Hashes two nodes that stand one behind the other and puts their parent in the first place. */
  public void node(byte[] nodes, int at) {
    digest.update(NODE);
    digest.update(nodes, at, 2 * Sha256.LENGTH);
    finish(nodes, at);
  }

  private void finish(byte[] out, int at) {
    try {
      digest.digest(out, at, Sha256.LENGTH);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a hash at " + at, e);
    }
  }
}
