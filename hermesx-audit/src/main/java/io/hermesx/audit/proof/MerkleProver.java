// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.audit.note.SignedCheckpoint;
import io.hermesx.core.HermesException;
import io.hermesx.core.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes proofs about a log from its hashes (RFC 6962 §2.1.1 and §2.1.2). It reads at most two runs
 * of up to 256 hashes for each eight levels of the tree: six for a log of a million events, eight
 * for four billion.
 *
 * <p>A proof is as good as the hashes: whoever hands one out verifies it against a checkpoint
 * first. Thread-safe if the hashes are; blocks as long as reading them does.
 */
public final class MerkleProver {

  private final TreeHashes hashes;

  /** Makes proofs about the log that has these hashes. */
  public MerkleProver(TreeHashes hashes) {
    this.hashes = Objects.requireNonNull(hashes, "hashes");
  }

  /**
   * Returns the root that the log had at a size.
   *
   * @param size 0 or more
   * @throws IllegalArgumentException if the size is negative
   */
  public Sha256 root(long size) {
    requireSize(size, 0);
    return size == 0 ? Subtree.EMPTY_ROOT : new TileHashes(hashes, size).root(0, size);
  }

  /**
   * Proves that an event is in the log of a size.
   *
   * @param index the place of the event, from 0
   * @param size 1 or more; the log has reached it
   * @throws IllegalArgumentException if the event is not in a log of that size
   */
  public InclusionProof inclusion(long index, long size) {
    requireIndex(index, size);
    return inclusion(new TileHashes(hashes, size), index, size);
  }

  private static InclusionProof inclusion(TileHashes tiles, long index, long size) {
    List<Sha256> path = new ArrayList<>();
    addPath(tiles, index, new Subtree(0, size), path);
    return new InclusionProof(index, size, path);
  }

  /**
   * Returns the receipt of an event: the proof that it is in the log of a checkpoint, verified,
   * with the checkpoint.
   *
   * @param index the place of the event, from 0
   * @param checkpoint one of this log at a size that it has reached; its signatures are not
   *     verified here
   * @throws IllegalArgumentException if the event is not in a log of that size
   * @throws HermesException if the hashes do not lead to the root of the checkpoint: the log was
   *     changed, or the checkpoint is another log's
   */
  public InclusionReceipt receipt(long index, SignedCheckpoint checkpoint) {
    long size = checkpoint.checkpoint().size();
    requireIndex(index, size);
    TileHashes tiles = new TileHashes(hashes, size);
    InclusionProof proof = inclusion(tiles, index, size);
    if (!proof.verify(tiles.root(index, index + 1), checkpoint.checkpoint().root())) {
      throw new HermesException(
          "the hashes of event "
              + index
              + " do not lead to the root of the checkpoint of "
              + checkpoint.checkpoint().origin()
              + " at size "
              + size
              + "; verify the log");
    }
    return new InclusionReceipt(proof, checkpoint);
  }

  /** RFC 6962 §2.1.1: the siblings on the way from the leaf to the root of the subtree. */
  private static void addPath(TileHashes tiles, long index, Subtree tree, List<Sha256> path) {
    if (tree.length() == 1) {
      return;
    }
    Subtree left = tree.left();
    Subtree right = tree.right();
    boolean isLeft = index < left.end();
    addPath(tiles, index, isLeft ? left : right, path);
    Subtree sibling = isLeft ? right : left;
    path.add(tiles.root(sibling.start(), sibling.end()));
  }

  /**
   * Proves that the log of one size continues the log of another.
   *
   * @param from the earlier size, 1 or more: every log continues the empty one
   * @param to the later size, {@code from} or more; the log has reached it
   * @throws IllegalArgumentException if the sizes are not in this order
   */
  public ConsistencyProof consistency(long from, long to) {
    requireSize(from, 1);
    requireSize(to, from);
    List<Sha256> path = new ArrayList<>();
    addSubproof(new TileHashes(hashes, to), from, new Subtree(0, to), path);
    return new ConsistencyProof(from, to, path);
  }

  /** RFC 6962 §2.1.2; a subtree that starts at 0 and ends at the earlier size is known. */
  private static void addSubproof(TileHashes tiles, long from, Subtree tree, List<Sha256> path) {
    if (tree.end() == from) {
      if (tree.start() > 0) {
        path.add(tiles.root(tree.start(), tree.end()));
      }
      return;
    }
    Subtree left = tree.left();
    Subtree right = tree.right();
    boolean isLeft = from <= left.end();
    addSubproof(tiles, from, isLeft ? left : right, path);
    Subtree sibling = isLeft ? right : left;
    path.add(tiles.root(sibling.start(), sibling.end()));
  }

  private static void requireIndex(long index, long size) {
    requireSize(size, 1);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "event " + index + " of a log of " + size + " events, allowed: 0 to " + (size - 1));
    }
  }

  private static void requireSize(long size, long least) {
    if (size < least) {
      throw new IllegalArgumentException(
          "a log of " + size + " events, allowed: " + least + " or more");
    }
  }
}
