// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Damaged segments: the file is renamed and stays as evidence, and what can be read of it is put
 * into a new file under the old name. Every step is durable before the next, so a crash in between
 * leaves either the old file or everything that is needed to go on.
 */
record Aside(SpoolFiles files) {

  private static final String DAMAGED = ".damaged";
  private static final String SALVAGED = ".salvaged";

  static boolean isName(String name) {
    return name.contains(DAMAGED);
  }

  /** Ends what a crash has interrupted. */
  void finish() throws IOException {
    Set<String> names = new HashSet<>(files.names());
    for (String name : names) {
      if (!name.endsWith(SALVAGED)) {
        continue;
      }
      String original = name.substring(0, name.length() - SALVAGED.length());
      if (names.contains(original)) {
        files.delete(name);
      } else {
        files.rename(name, original);
      }
      files.syncDirectory();
    }
  }

  /** Renames a file, and returns what it is called now. */
  String keep(String name) throws IOException {
    Set<String> names = new HashSet<>(files.names());
    String evidence = name + DAMAGED;
    for (int i = 2; names.contains(evidence); i++) {
      evidence = name + DAMAGED + "-" + i;
    }
    files.rename(name, evidence);
    files.syncDirectory();
    return evidence;
  }

  /** Renames a segment, puts these frames of it into its place, and returns its new name. */
  String replace(String name, SegmentHeader header, Content content) throws IOException {
    String salvaged = name + SALVAGED;
    try (SpoolFile file = files.create(salvaged)) {
      file.write(0, content.after(header));
      file.sync();
    }
    files.syncDirectory();
    String evidence = keep(name);
    files.rename(salvaged, name);
    files.syncDirectory();
    return evidence;
  }

  /** What a segment holds and which frames of it count. */
  @SuppressWarnings("ArrayRecordComponent")
  record Content(byte[] octets, List<Frame> frames) {

    byte[] after(SegmentHeader header) {
      ByteArrayOutputStream to = new ByteArrayOutputStream();
      to.writeBytes(header.octets());
      for (Frame frame : frames) {
        to.write(octets, frame.offset(), frame.end() - frame.offset());
      }
      return to.toByteArray();
    }
  }
}
