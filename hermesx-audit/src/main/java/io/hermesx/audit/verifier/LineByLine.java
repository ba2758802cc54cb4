// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import java.util.ArrayList;
import java.util.List;

/** Reads each line by itself. Thread-safe. */
final class LineByLine implements BlockReader {

  /** The longest line in octets: a body of a megabyte fits. */
  static final int LONGEST_LINE = 1 << 22;

  /** What a line says that is longer. */
  static final BundleItem TOO_LONG =
      new BundleItem.Refused("the line is longer than " + LONGEST_LINE + " octets");

  private final BundleLine lines;

  LineByLine(BundleLine lines) {
    this.lines = lines;
  }

  @Override
  public List<BundleItem> read(byte[] block, int end) {
    return read(block, 0, end);
  }

  /** Reads the lines between two places in a block. */
  List<BundleItem> read(byte[] block, int from, int end) {
    List<BundleItem> items = new ArrayList<>();
    int start = from;
    for (int i = from; i < end; i++) {
      if (block[i] == '\n') {
        items.add(line(block, start, i));
        start = i + 1;
      }
    }
    return items;
  }

  /** Reads one line, without its newline. */
  BundleItem line(byte[] block, int from, int end) {
    return end - from > LONGEST_LINE ? TOO_LONG : lines.read(block, from, end);
  }
}
