// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The front of the queue. The lock is held over I/O: there is one consumer, and no file may go
 * while it is read. Appends never wait for it. Thread-safe.
 */
final class Delivery {

  private static final int CHUNK = 1 << 17;

  private final ReentrantLock lock = new ReentrantLock();
  private final SpoolFiles files;
  private final Segments segments;
  private final Room room;
  private final Mark mark;
  private long removed;
  private Place oldest = new Place("", 0, 0);
  private Place peeked = oldest;
  private boolean closed;

  Delivery(SpoolFiles files, Recovered found, Mark mark) {
    this.files = files;
    this.segments = found.segments();
    this.room = found.room();
    this.mark = mark;
    this.removed = mark.removed();
  }

  /** Where the frame behind a position begins in a segment. */
  private record Place(String segment, long offset, long behind) {}

  long removed() {
    lock.lock();
    try {
      return removed;
    } finally {
      lock.unlock();
    }
  }

  List<SpooledRecord> peek(int limit) throws IOException {
    lock.lock();
    try {
      requireOpen();
      List<SpooledRecord> records = new ArrayList<>();
      for (Segment segment : segments.after(removed)) {
        if (records.size() == limit) {
          break;
        }
        read(segment, limit, records);
      }
      return records;
    } finally {
      lock.unlock();
    }
  }

  void remove(long upTo) throws IOException {
    lock.lock();
    try {
      requireOpen();
      long durable = segments.durable();
      if (upTo > durable) {
        throw new IllegalArgumentException(
            "position " + upTo + " was never appended, allowed: up to " + durable);
      }
      if (upTo > removed) {
        removed = upTo;
        oldest = peeked.behind <= upTo ? peeked : oldest;
        mark.write(removed, durable);
      }
      sweep(durable);
    } finally {
      lock.unlock();
    }
  }

  /** Makes durable what was removed. */
  void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      try (mark) {
        mark.write(removed, segments.durable());
        mark.sync();
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the spool is closed: open it again to read from it");
    }
  }

  /** The mark is durable before a file goes, so that a file that is not there is never a riddle. */
  private void sweep(long durable) throws IOException {
    List<Segment> over = segments.upTo(removed);
    if (over.isEmpty()) {
      return;
    }
    mark.write(removed, durable);
    mark.sync();
    for (Segment segment : over) {
      files.delete(segment.name());
      segments.forget(segment);
      room.give(segment.octets());
    }
    files.syncDirectory();
  }

  private void read(Segment segment, int limit, List<SpooledRecord> to) throws IOException {
    boolean known = oldest.segment.equals(segment.name());
    long offset = known ? oldest.offset : SegmentHeader.OCTETS;
    long behind = known ? oldest.behind : segment.first() - 1;
    try (SpoolFile file = files.open(segment.name())) {
      byte[] chunk = file.read(offset, chunk(segment, offset));
      int at = 0;
      while (behind < segment.last() && to.size() < limit) {
        Frame frame = Frame.at(chunk, at, segment.salt());
        if (frame == null) {
          offset += at;
          chunk = more(file, segment, offset, at == 0 ? chunk : null);
          at = 0;
          continue;
        }
        if (frame.position() > removed) {
          int content = frame.offset() + Frame.OVERHEAD;
          to.add(
              new SpooledRecord(frame.position(), Arrays.copyOfRange(chunk, content, frame.end())));
        }
        at = frame.end();
        behind = frame.position();
      }
      peeked = new Place(segment.name(), offset + at, behind);
    }
  }

  /** Reads on where no whole frame was in what was read: the rest, if that did not help. */
  private static byte[] more(
      SpoolFile file, Segment segment, long offset, byte @Nullable [] useless) throws IOException {
    int rest = Math.toIntExact(segment.octets() - offset);
    if (useless != null && useless.length >= rest) {
      throw new SpoolException(
          segment.name()
              + " cannot be read at offset "
              + offset
              + ": close the spool and open it again, which sets the segment aside and keeps what"
              + " is readable");
    }
    return file.read(offset, useless == null ? chunk(segment, offset) : rest);
  }

  private static int chunk(Segment segment, long offset) {
    return (int) Math.min(CHUNK, segment.octets() - offset);
  }
}
