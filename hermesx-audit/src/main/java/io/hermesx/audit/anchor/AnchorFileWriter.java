// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.anchor;

import io.hermesx.audit.AnchorException;
import io.hermesx.audit.note.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An anchor file that is open for one line, while no other process writes to it. */
final class AnchorFileWriter implements AutoCloseable {

  /** The last two lines and what a crash may have left of a third. */
  private static final int TAIL = 3 * AnchorLine.MOST_OCTETS;

  private final Path file;
  private final FileChannel guard;
  private final FileChannel channel;

  private AnchorFileWriter(Path file, FileChannel guard) throws IOException {
    this.file = file;
    this.guard = guard;
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  static AnchorFileWriter open(Path file) throws IOException {
    // A lock on the file itself would end as soon as a reader in this process closes the file.
    Path beside = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel guard =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      guard.lock(); // released when the channel is closed, or the process ends
      return new AnchorFileWriter(file, guard);
    } catch (IOException | RuntimeException e) {
      guard.close();
      throw e;
    }
  }

  /**
   * Appends the line of a checkpoint and forces it to the disk; where the line that is remembered,
   * or the last one, is that of the same checkpoint, this is the one.
   *
   * @param remembered what must be in the file still
   */
  WrittenLine append(Checkpoint checkpoint, @Nullable WrittenLine remembered) throws IOException {
    requireStill(remembered);
    if (remembered != null && remembered.line().checkpoint().equals(checkpoint)) {
      return remembered;
    }
    long length = channel.size();
    byte[] tail = read(Math.max(0, length - TAIL), (int) Math.min(length, TAIL));
    int end = lastNewline(tail, tail.length) + 1;
    if (tail.length - end >= AnchorLine.MOST_OCTETS) {
      throw notOurs("ends in something longer than a line");
    }
    if (end == 0 && tail.length > 0 && tail[0] != '0' && tail[0] != 0) {
      throw notOurs("does not begin as the first line of an anchor file does");
    }
    long behind = length - tail.length + end;
    if (end == 0) {
      return write(new WrittenLine(behind, AnchorLine.first(checkpoint)));
    }
    AnchorLine last = lastLine(tail, end);
    if (last.checkpoint().equals(checkpoint)) {
      WrittenLine there = new WrittenLine(behind - last.octets().length, last);
      force(there); // whoever wrote it may have ended before it did
      return there;
    }
    return write(new WrittenLine(behind, last.next(checkpoint)));
  }

  private WrittenLine write(WrittenLine written) throws IOException {
    channel.truncate(written.start());
    ByteBuffer octets = ByteBuffer.wrap(written.line().octets());
    channel.position(written.start());
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
    force(written);
    return written;
  }

  private void force(WrittenLine written) throws IOException {
    channel.force(true);
    if (written.start() == 0) {
      forceEntry(file);
    }
  }

  /** A new file is only there for good when its folder is on the disk too. */
  private static void forceEntry(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
        entry.force(true);
      }
    }
  }

  private void requireStill(@Nullable WrittenLine remembered) throws IOException {
    if (remembered != null) {
      byte[] octets = remembered.line().octets();
      if (!Arrays.equals(octets, read(remembered.start(), octets.length))) {
        throw new AnchorException(
            "the anchor file "
                + file
                + " no longer has line "
                + remembered.line().sequence()
                + ", which this process wrote; verify the file before a new one is started");
      }
    }
  }

  /** The last complete line, which must follow the one before it. */
  private AnchorLine lastLine(byte[] tail, int end) {
    int start = lastNewline(tail, end - 1) + 1;
    AnchorLine line = parse(tail, start, end - 1);
    Optional<AnchorLine> before =
        line.sequence() == 0
            ? Optional.empty()
            : Optional.of(parse(tail, lastNewline(tail, start - 1) + 1, start - 1));
    if (!line.follows(before)) {
      throw notOurs("has a last line that does not follow the line before");
    }
    return line;
  }

  private AnchorLine parse(byte[] tail, int start, int end) {
    return AnchorLine.parse(start < end ? Arrays.copyOfRange(tail, start, end) : new byte[0])
        .orElseThrow(() -> notOurs("has a last line that is none of an anchor file"));
  }

  private AnchorException notOurs(String what) {
    return new AnchorException(
        "the file " + file + " " + what + "; keep it as it is and anchor to another file");
  }

  /** The octets at a place, fewer if the file ends before. */
  private byte[] read(long start, int length) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(length);
    while (octets.hasRemaining() && channel.read(octets, start + octets.position()) >= 0) {
      // until it is full or the file ends
    }
    return Arrays.copyOf(octets.array(), octets.position());
  }

  /** The place of the last newline before an end; -1 if there is none. */
  private static int lastNewline(byte[] octets, int end) {
    int at = end - 1;
    while (at >= 0 && octets[at] != '\n') {
      at--;
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    try (guard) {
      channel.close();
    }
  }
}
