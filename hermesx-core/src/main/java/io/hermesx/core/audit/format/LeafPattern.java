// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.Arrays;

/**
 * Octets that were read in full, as a pattern for others: what stands between their texts and
 * numbers decides how each of them is to be read. Octets that differ in nothing but texts and
 * numbers, each valid for its place, are valid as well, so only these are looked at. Immutable.
 */
final class LeafPattern {

  private final byte[] octets;
  private final HeaderLeaf[] shapes;
  private final int[] starts;
  private final int[] ends;

  /**
   * @param octets what was read; not changed afterwards
   * @param leaves the texts and numbers in it
   */
  LeafPattern(byte[] octets, HeaderLeaves leaves) {
    this.octets = octets;
    this.shapes = leaves.shapes();
    this.starts = leaves.starts();
    this.ends = leaves.ends();
  }

  /** How many texts and numbers there are. */
  int leaves() {
    return shapes.length;
  }

  /**
   * Whether octets are of this pattern.
   *
   * @param from filled with where each text and number starts
   * @param to filled with where each ends
   */
  boolean read(byte[] other, int length, int[] from, int[] to) {
    int known = 0; // up to here in the pattern and up to there in the other both were read
    int read = 0;
    int leaf = 0;
    while (true) {
      int same = Arrays.mismatch(octets, known, octets.length, other, read, length);
      int differs = same < 0 ? Integer.MAX_VALUE : known + same;
      int shift = read - known;
      for (; leaf < shapes.length && ends[leaf] < differs; leaf++) {
        from[leaf] = starts[leaf] + shift;
        to[leaf] = ends[leaf] + shift;
      }
      if (same < 0) {
        return true;
      }
      if (leaf == shapes.length || differs < starts[leaf]) {
        return false;
      }
      from[leaf] = starts[leaf] + shift;
      to[leaf] = shapes[leaf].end(other, from[leaf], length);
      if (to[leaf] < 0) {
        return false;
      }
      known = ends[leaf];
      read = to[leaf++];
    }
  }
}
