// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

/** A header without its place that was read in full, as a pattern for others. Immutable. */
final class StagedPattern {

  private final LeafPattern leaves;
  private final int id;
  private final int type;
  private final int[] cuts; // the last text or number before each member of the place
  private final int[] behind; // how many brackets stand between the two

  /**
   * Learns a header without its place.
   *
   * @param staged its octets; not changed afterwards
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  StagedPattern(byte[] staged) {
    HeaderLeaves found = new HeaderLeaves();
    HeaderView view = HeaderView.staged(staged, found);
    this.leaves = new LeafPattern(staged, found);
    this.id = found.at(view.start(HeaderFormat.EVENT_ID));
    this.type = found.at(view.start(HeaderFormat.TYPE));
    this.cuts = new int[HeaderPlace.members()];
    this.behind = new int[cuts.length];
    int[] ends = found.ends();
    for (int i = 0; i < cuts.length; i++) {
      int cut = view.endBefore(HeaderPlace.stagedBefore(i));
      while (cuts[i] + 1 < ends.length && ends[cuts[i] + 1] <= cut) {
        cuts[i]++;
      }
      behind[i] = cut - ends[cuts[i]];
    }
  }

  LeafPattern leaves() {
    return leaves;
  }

  /** Which text the event id is. */
  int id() {
    return id;
  }

  /** Which text the type is. */
  int type() {
    return type;
  }

  /** Where a member of the place goes, given where the texts and numbers end. */
  int cut(int member, int[] ends) {
    return ends[cuts[member]] + behind[member];
  }
}
