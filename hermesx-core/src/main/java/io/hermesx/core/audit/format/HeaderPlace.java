// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.audit.format;

import io.hermesx.core.Sha256;

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

  /**
   * Puts a staged event into this place. Members are written in the order of the format and values
   * were found valid before, so the result is canonical without being read again.
   */
  public byte[] header(HeaderView staged) {
    HeaderWriter out = new HeaderWriter();
    int index = 0; // the staged members are those of the header without the place, in its order
    char before = '{';
    for (int i = 0; i < HeaderFormat.HEADER.size(); i++) {
      String name = HeaderFormat.HEADER.name(i);
      boolean placed = HeaderFormat.isPlace(name);
      if (placed || staged.has(index)) {
        out.member(before, name, HeaderFormat.HEADER.label(i));
        before = ',';
        if (placed) {
          write(name, out);
        } else {
          staged.copy(index, out);
        }
      }
      index += placed ? 0 : 1;
    }
    out.raw('}');
    return out.toOctets(HeaderFormat.MOST_OCTETS);
  }

  private void write(String name, HeaderWriter out) {
    switch (name) {
      case HeaderFormat.ORIGIN -> HeaderText.TOKEN.write(origin, out);
      case HeaderFormat.SEQ -> HeaderWhole.COUNT.write(seq, out);
      case HeaderFormat.PREVIOUS -> HeaderText.DIGEST.write(Base64Digest.of(previous), out);
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
