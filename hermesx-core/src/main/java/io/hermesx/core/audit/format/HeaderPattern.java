// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import java.util.Arrays;
import java.util.List;

/** A header that was read in full, as a pattern for others. Immutable. */
final class HeaderPattern {

  private final LeafPattern leaves;
  private final int[] members;
  private final int[] bodies;

  /**
   * Learns a header.
   *
   * @param header its octets; not changed afterwards
   * @throws HeaderRefusedException if it is none, or not in its one spelling
   */
  HeaderPattern(byte[] header) {
    HeaderLeaves found = new HeaderLeaves();
    HeaderView view = HeaderView.header(header, found);
    this.leaves = new LeafPattern(header, found);
    this.members =
        Arrays.stream(ScannedMember.values())
            .mapToInt(member -> found.at(member.start(view)))
            .toArray();
    List<HeaderView> rows = view.bodies();
    this.bodies = new int[3 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      bodies[3 * i] = found.at(rows.get(i).start(HeaderFormat.PATH));
      bodies[3 * i + 1] = found.at(rows.get(i).start(HeaderFormat.CIPHERTEXT_DIGEST));
      bodies[3 * i + 2] = found.at(rows.get(i).start(HeaderFormat.LENGTH));
    }
  }

  LeafPattern leaves() {
    return leaves;
  }

  /** Which text or number each {@link ScannedMember} is. */
  int[] members() {
    return members;
  }

  /** Path, digest and length of each body: which text or number each is. */
  int[] bodies() {
    return bodies;
  }
}
