// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a segment counts. Where no frame begins at the end of the one before, it is looked for at
 * every octet that follows.
 *
 * @param kept the frames that count, in order
 * @param gaps what had been on disk and is not there
 * @param cut octets behind the last frame that counts, if no gap explains them
 */
record SegmentScan(List<Frame> kept, List<Gap> gaps, long cut) {

  /**
   * Octets that are no frame, and the positions that are missing there.
   *
   * @param to the last missing one; {@code from - 1} where none is
   */
  record Gap(long offset, long octets, long from, long to) {

    /** How many of the missing ones are behind a position. */
    long after(long position) {
      return Math.max(0, to - Math.max(from - 1, position));
    }
  }

  /**
   * What is known of a segment before it is read.
   *
   * @param header it begins with
   * @param durable its last position that is known to have been acknowledged
   * @param limit what is behind this position was never acknowledged: another segment begins there
   */
  record Bounds(SegmentHeader header, long durable, long limit) {}

  static SegmentScan of(byte[] octets, Bounds bounds) {
    List<Frame> frames = frames(octets, bounds.header());
    long proven = bounds.durable();
    for (Frame frame : frames) {
      proven = Math.max(proven, Math.min(frame.proven(), bounds.limit()));
    }
    List<Frame> kept = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    long next = bounds.header().first();
    int end = SegmentHeader.OCTETS;
    for (Frame frame : frames) {
      // A hole that nothing proves to have been synced is what a crash left of the last write.
      if (frame.position() > bounds.limit() || (frame.position() > next && next > proven)) {
        break;
      }
      if (frame.position() > next || frame.offset() > end) {
        gaps.add(new Gap(end, frame.offset() - (long) end, next, frame.position() - 1));
      }
      kept.add(frame);
      next = frame.position() + 1;
      end = frame.end();
    }
    long rest = Math.max(0, octets.length - (long) end);
    if (next <= proven) {
      gaps.add(new Gap(end, rest, next, proven));
      rest = 0;
    }
    return new SegmentScan(kept, gaps, rest);
  }

  /** The position behind the last that counts or is missing. */
  long next(SegmentHeader header) {
    long next = header.first();
    for (Frame frame : kept) {
      next = Math.max(next, frame.position() + 1);
    }
    for (Gap gap : gaps) {
      next = Math.max(next, gap.to() + 1);
    }
    return next;
  }

  private static List<Frame> frames(byte[] octets, SegmentHeader header) {
    List<Frame> frames = new ArrayList<>();
    long next = header.first();
    int at = SegmentHeader.OCTETS;
    while (at < octets.length) {
      Frame frame = Frame.at(octets, at, header.salt());
      if (frame == null || frame.position() < next) {
        at++;
      } else {
        frames.add(frame);
        next = frame.position() + 1;
        at = frame.end();
      }
    }
    return frames;
  }
}
