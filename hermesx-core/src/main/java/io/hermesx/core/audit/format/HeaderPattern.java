// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.Arrays;
import java.util.List;

/**
 * A header that was read in full, as a pattern for others: what stands between its texts and
 * numbers decides how each of them is to be read. A header that differs from it in nothing but
 * texts and numbers, each valid for its place, is valid as well, so only these are looked at.
 * Immutable.
 */
final class HeaderPattern {

  private final byte[] octets;
  private final HeaderLeaf[] shapes;
  private final int[] starts;
  private final int[] ends;
  private final int[] members;
  private final int[] bodies;

  /**
   * Learns a header.
   *
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  HeaderPattern(byte[] header) {
    HeaderLeaves leaves = new HeaderLeaves();
    HeaderView view = HeaderView.header(header, leaves);
    this.octets = header;
    this.shapes = leaves.shapes();
    this.starts = leaves.starts();
    this.ends = leaves.ends();
    this.members =
        Arrays.stream(ScannedMember.values())
            .mapToInt(member -> leaves.at(member.start(view)))
            .toArray();
    List<HeaderView> rows = view.bodies();
    this.bodies = new int[3 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      bodies[3 * i] = leaves.at(rows.get(i).start(HeaderFormat.PATH));
      bodies[3 * i + 1] = leaves.at(rows.get(i).start(HeaderFormat.CIPHERTEXT_DIGEST));
      bodies[3 * i + 2] = leaves.at(rows.get(i).start(HeaderFormat.LENGTH));
    }
  }

  /** How many texts and numbers there are. */
  int leaves() {
    return shapes.length;
  }

  /** Which of them each {@link ScannedMember} is. */
  int[] members() {
    return members;
  }

  /** Path, digest and length of each body: which of them each is. */
  int[] bodies() {
    return bodies;
  }

  /**
   * Whether octets are a header of this pattern.
   *
   * @param from filled with where each text and number starts
   * @param to filled with where each ends
   */
  boolean read(byte[] header, int length, int[] from, int[] to) {
    int known = 0; // up to here in the pattern and up to there in the header both were read
    int read = 0;
    int leaf = 0;
    while (true) {
      int same = Arrays.mismatch(octets, known, octets.length, header, read, length);
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
      to[leaf] = shapes[leaf].end(header, from[leaf], length);
      if (to[leaf] < 0) {
        return false;
      }
      known = ends[leaf];
      read = to[leaf++];
    }
  }
}
