// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.note.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was read of an anchor file: checkpoints, and faults as {@code line:FAULT}. */
final class ReadLines implements AnchorFile.Reader {

  final List<Checkpoint> checkpoints = new ArrayList<>();
  final List<String> faults = new ArrayList<>();
  private AnchorFileEnd end;

  static ReadLines of(Path file) {
    ReadLines lines = new ReadLines();
    lines.end = AnchorFile.at(file).read(lines);
    return lines;
  }

  static ReadLines since(AnchorFileEnd earlier, Path file) {
    ReadLines lines = new ReadLines();
    lines.end = AnchorFile.at(file).readSince(earlier, lines);
    return lines;
  }

  AnchorFileEnd end() {
    return end;
  }

  @Override
  public void checkpoint(long sequence, Checkpoint checkpoint) {
    checkpoints.add(checkpoint);
  }

  @Override
  public void fault(long line, AnchorFault fault) {
    faults.add(line + ":" + fault);
  }
}
