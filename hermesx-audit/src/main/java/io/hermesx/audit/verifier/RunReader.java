// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.check.EntryReader;
import io.hermesx.core.audit.check.EntryRunBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads entries that hold together as one, with their bodies, and any other line by itself. Nothing
 * is found here: where something may be wrong, the lines are read one by one, by who finds it. Not
 * thread-safe.
 */
final class RunReader implements BlockReader {

  private final BundleLine lines;
  private final LineByLine oneByOne;
  private final EntryLine line = new EntryLine();
  private final EntryReader entry = new EntryReader();
  private final EntryRunBuilder run = new EntryRunBuilder(entry);
  private List<BundleItem> items = List.of();
  private byte[] block = {};
  private int runStart;
  private int bodies;

  RunReader(BundleLine lines) {
    this.lines = lines;
    this.oneByOne = new LineByLine(lines);
  }

  @Override
  public List<BundleItem> read(byte[] octets, int end) {
    items = new ArrayList<>();
    block = octets;
    int at = 0;
    while (at < end) {
      int after = entry(at, end);
      if (after < 0) {
        finish(at);
        after = other(at, end);
      }
      at = after;
    }
    finish(at);
    return items;
  }

  /** Adds the entry that stands there, and its bodies; negative if that is not all right. */
  private int entry(int at, int end) {
    if (!line.read(block, at, end) || !entry.read(line.row(), line.header(), line.length())) {
      return -1;
    }
    int after = line.end();
    for (int i = 0; i < entry.bodies() && after >= 0; i++) {
      after = body(i, after, end);
    }
    if (after < 0) {
      return -1;
    }
    if (!run.isFollowed()) {
      finish(at);
    }
    runStart = run.size() == 0 ? at : runStart;
    run.add();
    bodies += entry.bodies();
    if (run.isFull()) {
      finish(after);
    }
    return after;
  }

  private int body(int index, int at, int end) {
    int newline = newline(at, end);
    boolean same =
        newline < end
            && newline - at <= LineByLine.LONGEST_LINE
            && lines.read(block, at, newline) instanceof BundleItem.Body body
            && body.seq() == line.row().seq()
            && body.path().equals(entry.bodyPath(index))
            && body.digest().equals(entry.bodyDigest(index))
            && body.length() == entry.bodyLength(index);
    return same ? newline + 1 : -1;
  }

  private int newline(int from, int end) {
    int at = from;
    while (at < end && block[at] != '\n') {
      at++;
    }
    return at;
  }

  private int other(int at, int end) {
    int newline = newline(at, end);
    if (newline < end) {
      items.add(oneByOne.line(block, at, newline));
    }
    return newline + 1;
  }

  /** The lines up to here are those of the run, if there is one. */
  private void finish(int to) {
    if (run.size() > 0) {
      byte[] octets = block;
      int from = runStart;
      items.add(new BundleItem.Run(run.finish(), bodies, () -> oneByOne.read(octets, from, to)));
      bodies = 0;
    }
  }
}
