// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.core.Sha256;
import java.util.Arrays;
import java.util.Optional;

/** Checks an anchor file octet by octet. Good for one reading; not thread-safe. */
final class AnchorFileCheck {

  private final AnchorFile.Reader reader;
  private final Optional<AnchorFileEnd> earlier;
  private final byte[] line = new byte[AnchorLine.MOST_OCTETS];
  private long length; // of this line so far, also where it is longer than any may be
  private long lines;
  private Optional<AnchorLine> before = Optional.empty();
  private long expected; // the sequence of the next line
  private boolean afterGap; // the line before could not be read, so nothing can follow it
  private boolean earlierSeen;

  AnchorFileCheck(AnchorFile.Reader reader, Optional<AnchorFileEnd> earlier) {
    this.reader = reader;
    this.earlier = earlier;
    this.earlierSeen = earlier.isEmpty() || earlier.get().lines() == 0;
  }

  void next(byte octet) {
    if (octet == '\n') {
      endLine();
    } else {
      if (length < line.length) {
        line[(int) length] = octet;
      }
      length++;
    }
  }

  private void endLine() {
    Optional<AnchorLine> read =
        length <= line.length
            ? AnchorLine.parse(Arrays.copyOf(line, (int) length))
            : Optional.empty();
    read.ifPresentOrElse(this::check, () -> reader.fault(lines, AnchorFault.LINE_MALFORMED));
    before = read.or(() -> before);
    expected = read.map(AnchorLine::sequence).orElse(expected) + 1;
    afterGap = read.isEmpty();
    length = 0;
    lines++;
    compareEarlier();
  }

  private void check(AnchorLine read) {
    // After a line that cannot be read its successor is taken as it is: one fault for one change.
    if (afterGap ? read.sequence() != expected : !read.follows(before)) {
      reader.fault(lines, AnchorFault.LINE_OUT_OF_CHAIN);
    }
    reader.checkpoint(read.sequence(), read.checkpoint());
  }

  private void compareEarlier() {
    earlier
        .filter(end -> end.lines() == lines && end.hash().equals(hash()))
        .ifPresent(end -> earlierSeen = true);
  }

  private Optional<Sha256> hash() {
    return before.map(AnchorLine::hash);
  }

  AnchorFileEnd end() {
    if (!earlierSeen) {
      reader.fault(lines, AnchorFault.EARLIER_END_MISSING);
    }
    return new AnchorFileEnd(lines, hash(), (int) Math.min(length, Integer.MAX_VALUE));
  }
}
