// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.format.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/** The hashes of a log in memory, which counts how often and how many of them are read. */
final class ListedHashes implements TreeHashes {

  private final List<List<Sha256>> levels = new ArrayList<>();
  private int reads;
  private int most;

  ListedHashes(List<Sha256> leaves) {
    levels.add(leaves);
    while (last().size() >= TILE) {
      List<Sha256> above = new ArrayList<>();
      for (int i = 0; i + TILE <= last().size(); i += TILE) {
        above.add(complete(last().subList(i, i + TILE)));
      }
      levels.add(above);
    }
  }

  private List<Sha256> last() {
    return levels.get(levels.size() - 1);
  }

  private static Sha256 complete(List<Sha256> hashes) {
    if (hashes.size() == 1) {
      return hashes.get(0);
    }
    int half = hashes.size() / 2;
    return MerkleTree.node(
        complete(hashes.subList(0, half)), complete(hashes.subList(half, hashes.size())));
  }

  @Override
  public List<Sha256> leaves(long from, int count) {
    return read(0, from, count);
  }

  @Override
  public List<Sha256> nodes(int level, long from, int count) {
    if (level < 1) {
      throw new AssertionError("level " + level + " is not one of nodes");
    }
    return read(level, from, count);
  }

  private List<Sha256> read(int level, long from, int count) {
    reads++;
    most = Math.max(most, count);
    List<Sha256> hashes = level < levels.size() ? levels.get(level) : List.of();
    int start = (int) Math.min(from, hashes.size());
    return hashes.subList(start, Math.min(start + count, hashes.size()));
  }

  int reads() {
    return reads;
  }

  int most() {
    return most;
  }
}
