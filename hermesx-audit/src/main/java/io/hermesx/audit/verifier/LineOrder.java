// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

/**
 * The order in which the lines of a bundle must come: the bundle, then for each log its line, its
 * events each with what belongs to it, and its head, then the end. Not thread-safe.
 */
final class LineOrder {

  private enum Part {
    NOTHING,
    LOGS,
    ENTRIES,
    HEAD,
    END
  }

  private Part part = Part.NOTHING;
  private long line;
  private long place;
  private int rank;

  /** The number of the last line, from 1. */
  long line() {
    return line;
  }

  /** Whether an entry may come. */
  boolean isInLog() {
    return part == Part.ENTRIES;
  }

  /** Takes entries and their bodies. */
  void next(BundleItem.Run run) {
    line += run.entries().size() + run.bodies();
    place = run.entries().last() + 1;
    rank = run.bodies() > 0 ? 1 : 0; // no other line of the place comes before one of rank 1
  }

  /**
   * Takes the next line.
   *
   * @throws BundleRefusedException if it is none, or may not come here
   */
  void next(BundleItem item) {
    line++;
    if (item instanceof BundleItem.Refused refused) {
      throw new BundleRefusedException(refused.why());
    }
    if (item instanceof BundleItem.Begin) {
      require(part == Part.NOTHING);
      part = Part.LOGS;
    } else if (item instanceof BundleItem.Log) {
      require(part != Part.NOTHING && part != Part.END);
      part = Part.ENTRIES;
      place = 0;
      rank = 0;
    } else if (item instanceof BundleItem.Head) {
      require(part == Part.ENTRIES);
      part = Part.HEAD;
    } else if (item instanceof BundleItem.End) {
      require(part != Part.NOTHING && part != Part.END);
      part = Part.END;
    } else {
      require(part == Part.ENTRIES);
      ofLog(item);
    }
  }

  private void ofLog(BundleItem item) {
    if (item instanceof BundleItem.Entry entry) {
      place = entry.read().entry().seq() + 1; // whether places follow each other is for the check
      rank = 0;
    } else if (item instanceof BundleItem.Body body) {
      advance(body.seq() + 1, 1);
    } else if (item instanceof BundleItem.Node node) {
      advance((node.index() + 1) << (8 * node.level()), 2);
    } else if (item instanceof BundleItem.Checkpoint checkpoint) {
      advance(checkpoint.size(), 3);
    } else if (item instanceof BundleItem.Anchor anchor) {
      advance(anchor.size(), 4);
    }
  }

  private void advance(long to, int as) {
    require(to > place || (to == place && as >= rank));
    place = to;
    rank = as;
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new BundleRefusedException("the kind of the line may not come here");
    }
  }
}
