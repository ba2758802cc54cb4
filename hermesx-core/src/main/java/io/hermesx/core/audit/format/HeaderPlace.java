// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.Sha256;
import java.util.stream.IntStream;

/**
 * The place of an event: the members of a header that are known only when it is sequenced.
 *
 * @param origin the log
 * @param seq the place in it
 * @param previous the leaf before, or the genesis hash
 * @param recordedMicros when it was sequenced
 * @param writer who sequenced it
 * @param counter how many that writer had sequenced in this log before
 */
public record HeaderPlace(
    String origin, long seq, Sha256 previous, long recordedMicros, String writer, long counter) {

  private static final int[] PLACES =
      IntStream.range(0, HeaderFormat.HEADER.size())
          .filter(index -> HeaderFormat.isPlace(HeaderFormat.HEADER.name(index)))
          .toArray();

  /** How many members a place has. */
  static int members() {
    return PLACES.length;
  }

  /**
   * How many members that may be staged come before a member of the place. At least the event id,
   * which every event has, is before the first, so each comes behind another.
   */
  static int stagedBefore(int member) {
    return PLACES[member] - member; // the staged members are those of the header without the place
  }

  /**
   * Writes a member behind others. What was staged stays as it is around it: that was found valid
   * and in the order of the format, so the result is canonical without being read again.
   */
  void write(int member, HeaderWriter out) {
    int index = PLACES[member];
    String name = HeaderFormat.HEADER.name(index);
    out.member(',', name, HeaderFormat.HEADER.label(index));
    write(name, out);
  }

  private void write(String name, HeaderWriter out) {
    switch (name) {
      case HeaderFormat.ORIGIN -> HeaderText.TOKEN.write(origin, out);
      case HeaderFormat.SEQ -> HeaderWhole.COUNT.write(seq, out);
      case HeaderFormat.PREVIOUS -> out.digest(previous);
      case HeaderFormat.RECORDED_AT -> HeaderWhole.SIGNED.write(recordedMicros, out);
      default -> {
        out.raw('{');
        out.name(HeaderFormat.COUNTER);
        HeaderWhole.COUNT.write(counter, out);
        out.raw(',');
        out.name(HeaderFormat.INSTANCE);
        HeaderText.TOKEN.write(writer, out);
        out.raw('}');
      }
    }
  }
}
