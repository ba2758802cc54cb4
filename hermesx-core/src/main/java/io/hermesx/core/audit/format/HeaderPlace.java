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

  /**
   * Puts a staged event into this place. The octets between two members of the place are copied as
   * they are: they were found valid before and in the order of the format, so the result is
   * canonical without being read again.
   */
  public byte[] header(HeaderView staged) {
    HeaderWriter out = new HeaderWriter();
    int copied = 0; // how many staged members are behind us
    char before = '{';
    for (int i = 0; i < PLACES.length; i++) {
      int index = PLACES[i];
      int next = index - i; // the staged members are those of the header without the place
      if (staged.copy(copied, next, before, out)) {
        before = ',';
      }
      String name = HeaderFormat.HEADER.name(index);
      out.member(before, name, HeaderFormat.HEADER.label(index));
      write(name, out);
      before = ',';
      copied = next;
    }
    staged.copy(copied, HeaderFormat.STAGED.size(), ',', out);
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
