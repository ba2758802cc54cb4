// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.MerkleFrontier;
import io.hermesx.core.audit.format.MerkleHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stretch of a Merkle tree (RFC 6962 §2.1) that grows at its right end: the roots of the largest
 * complete subtrees that cover it. From leaf 0 on it is what {@link MerkleFrontier} is, and does
 * not make an object for each leaf. Not thread-safe.
 */
final class GrowingTree {

  private static final int MOST_NODES = 128; // both edges of a stretch, one for each height

  private final MerkleHasher hasher = new MerkleHasher();
  private final byte[] nodes = new byte[MOST_NODES * Sha256.LENGTH]; // from left to right
  private final int[] heights = new int[MOST_NODES];
  private int count;
  private long end;

  /** How many leaves there are before the right end, those before the left one counted in. */
  long end() {
    return end;
  }

  /** Starts anew before a leaf. */
  void begin(long first) {
    count = 0;
    end = first;
  }

  /** Appends the hash of a leaf. */
  void append(byte[] leaf, Consumer<AuditNode> completed) {
    append(leaf, 0, 0, completed);
  }

  /**
   * Appends the root of a complete subtree.
   *
   * @param from where its hash starts in the octets
   * @param height of how many levels it is the root; its first leaf is a multiple of 2^height
   * @param completed told which subtrees of 256, 65,536 … leaves are complete now
   */
  void append(byte[] octets, int from, int height, Consumer<AuditNode> completed) {
    System.arraycopy(octets, from, nodes, count * Sha256.LENGTH, Sha256.LENGTH);
    heights[count++] = height;
    end = Math.addExact(end, 1L << height);
    tell(completed);
    while (isPair()) {
      count--;
      hasher.node(nodes, (count - 1) * Sha256.LENGTH);
      heights[count - 1]++;
      tell(completed);
    }
  }

  /** Whether the last two are the halves of one subtree. */
  private boolean isPair() {
    if (count < 2 || heights[count - 1] != heights[count - 2]) {
      return false;
    }
    int height = heights[count - 1] + 1;
    return Long.numberOfTrailingZeros(end) >= height;
  }

  private void tell(Consumer<AuditNode> completed) {
    int height = heights[count - 1];
    if (height > 0 && height % AuditNode.HEIGHT == 0) {
      completed.accept(
          new AuditNode(height / AuditNode.HEIGHT, (end >>> height) - 1, node(count - 1)));
    }
  }

  private Sha256 node(int index) {
    int from = index * Sha256.LENGTH;
    return Sha256.wrap(Arrays.copyOfRange(nodes, from, from + Sha256.LENGTH));
  }

  /** The roots as they are now. */
  EntryRun.Subtrees subtrees() {
    return new EntryRun.Subtrees(
        Arrays.copyOf(nodes, count * Sha256.LENGTH), Arrays.copyOf(heights, count));
  }

  /** The frontier of a tree that was begun at leaf 0. */
  MerkleFrontier frontier() {
    List<Sha256> roots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      roots.add(node(i));
    }
    return MerkleFrontier.of(end, roots);
  }
}
