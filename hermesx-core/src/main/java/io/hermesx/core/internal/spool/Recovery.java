// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What opening does with the files of a spool: it decides what counts, sets damaged segments aside
 * and deletes those whose records were all removed. Nothing is appended to an old segment again, so
 * a torn end is simply where the next segment begins. Used once.
 */
final class Recovery {

  private final SpoolFiles files;
  private final Aside aside;
  private final List<Segment> live = new ArrayList<>();
  private final List<String> finished = new ArrayList<>();
  private final List<SpoolDamage> damages = new ArrayList<>();
  private long cut;

  Recovery(SpoolFiles files) {
    this.files = files;
    this.aside = new Aside(files);
  }

  /** A segment, and how it begins; null where that cannot be read. */
  private record Found(String name, @Nullable SegmentHeader header) {}

  /** What goes before everything else: how far records were removed. */
  Mark mark() throws IOException {
    aside.finish();
    List<Found> found = found();
    boolean fresh = found.isEmpty();
    if (files.names().contains(Mark.NAME)) {
      Mark mark = Mark.read(files);
      if (mark != null) {
        return mark;
      }
      if (fresh) {
        files.delete(Mark.NAME);
        return Mark.create(files, 0);
      }
      damages.add(new SpoolDamage(aside.keep(Mark.NAME), 0, 0, 0));
    } else if (!fresh) {
      damages.add(new SpoolDamage(Mark.NAME, 0, 0, 0));
    }
    // Without its mark nobody knows which segments were deleted: it begins with what is there.
    return Mark.create(files, firstAfter(found, -1, 1) - 1);
  }

  Recovered segments(Mark mark, SpoolLimits limits) throws IOException {
    List<Found> found = found();
    long next = mark.removed() + 1;
    for (int i = 0; i < found.size(); i++) {
      next = read(found, i, new Known(mark, next));
    }
    missing("segment", new SegmentScan.Gap(0, 0, next, mark.durable()), mark);
    long durable = Math.max(next - 1, Math.max(mark.durable(), mark.removed()));
    settle(mark, durable);
    long used = live.stream().mapToLong(Segment::octets).sum();
    List<String> names = files.names();
    long number = names.stream().mapToLong(Segment::number).max().orElse(0);
    return new Recovered(
        new Segments(live, durable),
        new Room(limits.totalOctets(), used),
        number + 1,
        cut,
        damages,
        names.stream().filter(Aside::isName).sorted().toList());
  }

  /** What the segments before have shown. */
  private record Known(Mark mark, long next) {}

  /** Reads one segment, and returns which position the next one should begin with. */
  private long read(List<Found> found, int i, Known known) throws IOException {
    Found segment = found.get(i);
    SegmentHeader header = segment.header();
    boolean last = i == found.size() - 1;
    long limit = firstAfter(found, i, Long.MAX_VALUE) - 1;
    if (limit <= known.mark().removed()) {
      finished.add(segment.name());
      return Math.max(known.next(), limit + 1);
    }
    long durable = last ? known.mark().durable() : 0;
    if (header == null) {
      long to = limit == Long.MAX_VALUE - 1 ? known.mark().durable() : limit;
      return unreadable(segment.name(), known, to);
    }
    missing(
        segment.name(), new SegmentScan.Gap(0, 0, known.next(), header.first() - 1), known.mark());
    if (!last && found.get(i + 1).header() != null) {
      durable = limit;
    }
    byte[] octets = content(segment.name(), last);
    SegmentScan scan = SegmentScan.of(octets, new SegmentScan.Bounds(header, durable, limit));
    take(segment.name(), header, new Scanned(octets, scan, known.mark()));
    cut += last ? scan.cut() : 0;
    return Math.max(known.next(), scan.next(header));
  }

  private long unreadable(String name, Known known, long to) throws IOException {
    long octets = length(name);
    SegmentScan.Gap gap = new SegmentScan.Gap(0, octets, known.next(), to);
    damages.add(new SpoolDamage(aside.keep(name), 0, octets, gap.after(known.mark().removed())));
    return Math.max(known.next(), to + 1);
  }

  /** A segment that was read. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Scanned(byte[] octets, SegmentScan scan, Mark mark) {

    boolean damaged() {
      return !SegmentHeader.isWhole(octets)
          || scan.gaps().stream().anyMatch(gap -> gap.octets() > 0);
    }

    Aside.Content content() {
      return new Aside.Content(octets, scan.kept());
    }
  }

  private void take(String name, SegmentHeader header, Scanned scanned) throws IOException {
    List<Frame> kept = scanned.scan().kept();
    String evidence = name;
    long octets = scanned.octets().length;
    if (scanned.damaged()) {
      evidence = kept.isEmpty() ? aside.keep(name) : aside.replace(name, header, scanned.content());
      octets = scanned.content().after(header).length;
      if (scanned.scan().gaps().isEmpty()) {
        damages.add(new SpoolDamage(evidence, 0, SegmentHeader.OCTETS, 0));
      }
    }
    for (SegmentScan.Gap gap : scanned.scan().gaps()) {
      long records = gap.after(scanned.mark().removed());
      if (gap.octets() > 0 || records > 0) {
        damages.add(new SpoolDamage(evidence, gap.offset(), gap.octets(), records));
      }
    }
    long last = kept.isEmpty() ? header.first() - 1 : kept.get(kept.size() - 1).position();
    if (last > scanned.mark().removed() && !kept.isEmpty()) {
      live.add(new Segment(name, header.first(), last, header.salt(), octets, true));
    } else if (!kept.isEmpty() || !scanned.damaged()) {
      finished.add(name);
    }
  }

  private void missing(String name, SegmentScan.Gap gap, Mark mark) {
    long records = gap.after(mark.removed());
    if (records > 0) {
      damages.add(new SpoolDamage(name, gap.offset(), gap.octets(), records));
    }
  }

  /** Makes durable what was found, and only then deletes what is over. */
  private void settle(Mark mark, long durable) throws IOException {
    files.syncDirectory();
    if (durable > mark.durable() || !finished.isEmpty()) {
      mark.write(mark.removed(), durable);
      mark.sync();
    }
    for (String name : finished) {
      files.delete(name);
    }
    if (!finished.isEmpty()) {
      files.syncDirectory();
    }
  }

  /** The position that the next segment with a readable header begins with. */
  private static long firstAfter(List<Found> found, int index, long otherwise) {
    for (int i = index + 1; i < found.size(); i++) {
      SegmentHeader header = found.get(i).header();
      if (header != null) {
        return header.first();
      }
    }
    return otherwise;
  }

  /** The segments in order; files that a crash left before their header was there are over. */
  private List<Found> found() throws IOException {
    List<Found> found = new ArrayList<>();
    finished.clear();
    for (String name : files.names().stream().filter(Segment::isName).sorted().toList()) {
      try (SpoolFile file = files.open(name)) {
        SegmentHeader header = SegmentHeader.read(file.read(0, SegmentHeader.OCTETS));
        if (header == null && file.length() <= SegmentHeader.OCTETS) {
          finished.add(name);
        } else {
          found.add(new Found(name, header));
        }
      }
    }
    return found;
  }

  /** Reads a segment; the last may hold octets that only the system's cache has so far. */
  private byte[] content(String name, boolean last) throws IOException {
    try (SpoolFile file = files.open(name)) {
      if (last) {
        file.sync();
      }
      return file.read(0, Math.toIntExact(file.length()));
    }
  }

  private long length(String name) throws IOException {
    try (SpoolFile file = files.open(name)) {
      return file.length();
    }
  }
}
