// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * Root, path and proof as RFC 6962 §2.1 writes them down over a list of leaf hashes, recursion and
 * all: slow, and sharing no line with the code under test.
 */
final class NaiveProofs {

  private NaiveProofs() {}

  static Sha256 leaf(int number) {
    return Sha256.raw(new byte[] {0, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }

  static List<Sha256> leaves(int count) {
    List<Sha256> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(leaf(i));
    }
    return leaves;
  }

  static Sha256 root(List<Sha256> leaves) {
    if (leaves.isEmpty()) {
      return Sha256.raw();
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int k = split(leaves.size());
    return Sha256.raw(
        new byte[] {1},
        root(leaves.subList(0, k)).octets(),
        root(leaves.subList(k, leaves.size())).octets());
  }

  static List<Sha256> path(int m, List<Sha256> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int k = split(leaves.size());
    List<Sha256> left = leaves.subList(0, k);
    List<Sha256> right = leaves.subList(k, leaves.size());
    return m < k ? and(path(m, left), root(right)) : and(path(m - k, right), root(left));
  }

  static List<Sha256> proof(int m, List<Sha256> leaves) {
    return subproof(m, leaves, true);
  }

  private static List<Sha256> subproof(int m, List<Sha256> leaves, boolean whole) {
    if (m == leaves.size()) {
      return whole ? List.of() : List.of(root(leaves));
    }
    int k = split(leaves.size());
    List<Sha256> left = leaves.subList(0, k);
    List<Sha256> right = leaves.subList(k, leaves.size());
    return m <= k
        ? and(subproof(m, left, whole), root(right))
        : and(subproof(m - k, right, false), root(left));
  }

  private static int split(int size) {
    int k = 1;
    while (2 * k < size) {
      k *= 2;
    }
    return k;
  }

  private static List<Sha256> and(List<Sha256> hashes, Sha256 last) {
    List<Sha256> all = new ArrayList<>(hashes);
    all.add(last);
    return all;
  }
}
