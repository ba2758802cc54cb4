// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The end of the queue: the segment that is written to. A write or fsync that fails ends it for
 * good, because the system may have thrown away the octets and answer for them all the same when it
 * is asked again; what was acknowledged stays in it, and the next write begins another segment.
 * Called by one thread at a time, except {@link #failures}.
 */
final class SegmentLog implements GroupCommit.Log {

  private final SpoolFiles files;
  private final RandomGenerator salts;
  private final Segments segments;
  private final Room room;
  private final int segmentOctets;
  private final AtomicInteger failures = new AtomicInteger();
  private long nextNumber;
  private @Nullable Open open;

  SegmentLog(SpoolFiles files, RandomGenerator salts, Recovered found, SpoolLimits limits) {
    this.files = files;
    this.salts = salts;
    this.segments = found.segments();
    this.room = found.room();
    this.nextNumber = found.nextNumber();
    this.segmentOctets = limits.segmentOctets();
  }

  /** The segment that is written to, and how long it is. */
  private record Open(SpoolFile file, long salt, long end) {}

  @Override
  public long write(List<byte[]> records) throws IOException {
    long octets = Frame.octets(records);
    Open to = open;
    if (to == null || to.end + octets > segmentOctets) {
      retire(0);
      to = begin();
    }
    long first = segments.durable() + 1;
    boolean synced = false;
    try {
      to.file.write(to.end, Frame.write(to.salt, first, records));
      to.file.sync();
      synced = true;
    } finally {
      if (!synced) {
        failures.incrementAndGet();
        retire(octets);
      }
    }
    open = new Open(to.file, to.salt, to.end + octets);
    segments.grow(octets, first + records.size() - 1);
    return first;
  }

  /** How many segments were given up. */
  int failures() {
    return failures.get();
  }

  /** Writes no more. */
  void close() {
    retire(0);
  }

  private Open begin() throws IOException {
    String name = Segment.name(nextNumber++);
    SegmentHeader header = new SegmentHeader(segments.durable() + 1, salts.nextLong());
    SpoolFile file = files.create(name);
    boolean synced = false;
    try {
      file.write(0, header.octets());
      file.sync();
      files.syncDirectory();
      synced = true;
    } finally {
      if (!synced) {
        failures.incrementAndGet();
        discard(file, name);
      }
    }
    Segment segment =
        new Segment(
            name, header.first(), header.first() - 1, header.salt(), SegmentHeader.OCTETS, false);
    segments.begin(segment);
    room.add(SegmentHeader.OCTETS);
    Open begun = new Open(file, header.salt(), SegmentHeader.OCTETS);
    open = begun;
    return begun;
  }

  private void retire(long garbage) {
    Open old = open;
    open = null;
    if (old == null) {
      return;
    }
    segments.seal(garbage);
    room.add(garbage);
    try {
      old.file.close();
    } catch (IOException e) {
      // Everything that counts was synced before; a descriptor that does not close loses nothing.
      failures.incrementAndGet();
    }
  }

  /** It holds nothing, and what is left of it goes when the spool is opened next. */
  private void discard(SpoolFile file, String name) {
    try (file) {
      files.delete(name);
    } catch (IOException e) {
      failures.incrementAndGet();
    }
  }
}
