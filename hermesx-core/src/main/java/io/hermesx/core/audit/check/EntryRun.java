// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.check;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditNode;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Entries that follow each other and hold together: places without a gap from 1 on, each header
 * that of its row and naming the leaf before it, times that advance, one writer whose counter
 * continues. What is left to be checked is how they follow what is before them. Immutable; an
 * {@link EntryRunBuilder} makes it.
 */
public final class EntryRun {

  private final Start start;
  private final long lastRecorded;
  private final long[] ids; // two for each
  private final Subtrees subtrees;
  private final byte[] lastLeaf;

  EntryRun(Start start, long lastRecorded, long[] ids, Subtrees subtrees, byte[] lastLeaf) {
    this.start = start;
    this.lastRecorded = lastRecorded;
    this.ids = ids;
    this.subtrees = subtrees;
    this.lastLeaf = lastLeaf;
  }

  /** How it starts. */
  Start start() {
    return start;
  }

  /** The place of the first entry. */
  public long first() {
    return start.seq();
  }

  /** How many entries there are, 1 or more. */
  public int size() {
    return ids.length / 2;
  }

  /** The place of the last entry. */
  public long last() {
    return first() + size() - 1;
  }

  /** The id of an entry, by its index in the run. */
  public UUID id(int index) {
    return new UUID(ids[2 * index], ids[2 * index + 1]);
  }

  /** When the last one was recorded, in microseconds. */
  long lastRecorded() {
    return lastRecorded;
  }

  Sha256 lastLeaf() {
    return Sha256.wrap(lastLeaf);
  }

  void appendTo(GrowingTree tree, Consumer<AuditNode> completed) {
    subtrees.appendTo(tree, completed);
  }

  /**
   * What the first header of a run says.
   *
   * @param seq its place
   * @param origin the log, also of all others
   * @param previous the leaf before it, in base64url
   * @param recorded when it was recorded, in microseconds
   * @param writer who recorded it, and all others
   * @param counter the how-manieth it was of theirs
   */
  record Start(
      long seq, String origin, String previous, long recorded, String writer, long counter) {}

  /**
   * The roots of the largest complete subtrees that cover a stretch of a tree.
   *
   * @param nodes the roots from left to right, one behind the other
   * @param heights of how many levels each is the root
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Subtrees(byte[] nodes, int[] heights) {

    void appendTo(GrowingTree tree, Consumer<AuditNode> completed) {
      for (int i = 0; i < heights.length; i++) {
        tree.append(nodes, i * Sha256.LENGTH, heights[i], completed);
      }
    }
  }
}
