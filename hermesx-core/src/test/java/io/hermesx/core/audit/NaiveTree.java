// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The Merkle tree hash as RFC 6962 §2.1 writes it down, recursion and all: slow, and sharing no
 * line with the code under test.
 */
final class NaiveTree {

  private NaiveTree() {}

  static byte[] root(List<byte[]> entries) {
    if (entries.isEmpty()) {
      return sha256();
    }
    if (entries.size() == 1) {
      return leaf(entries.get(0));
    }
    int k = 1;
    while (2 * k < entries.size()) {
      k *= 2;
    }
    return sha256(
        new byte[] {1}, root(entries.subList(0, k)), root(entries.subList(k, entries.size())));
  }

  static byte[] leaf(byte[] entry) {
    return sha256(new byte[] {0}, entry);
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
