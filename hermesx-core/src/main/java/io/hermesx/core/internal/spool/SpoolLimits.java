// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

/**
 * The bounds of a {@link Spool}, in octets.
 *
 * @param recordOctets the longest record, 1 to 16 MiB
 * @param totalOctets what all segments on disk may take together, headers and frames included. The
 *     two lock files, the mark (together below 1 KiB) and damaged segments that were set aside are
 *     not counted
 * @param segmentOctets the longest segment: space is freed by whole segments. At least one longest
 *     record with its frame and the header of a segment, at most a quarter of {@code totalOctets}
 */
public record SpoolLimits(int recordOctets, long totalOctets, int segmentOctets) {

  /** Records up to 64 KiB, 256 MiB in all, segments of 4 MiB. */
  public static final SpoolLimits STANDARD = new SpoolLimits(1 << 16, 1L << 28, 1 << 22);

  private static final int LONGEST_RECORD = 1 << 24;
  private static final int LONGEST_SEGMENT = 1 << 30;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public SpoolLimits {
    if (recordOctets < 1 || recordOctets > LONGEST_RECORD) {
      throw new IllegalArgumentException(
          "recordOctets is " + recordOctets + ", allowed: 1 to " + LONGEST_RECORD);
    }
    int smallest = SegmentHeader.OCTETS + Frame.OVERHEAD + recordOctets;
    if (segmentOctets < smallest || segmentOctets > LONGEST_SEGMENT) {
      throw new IllegalArgumentException(
          "segmentOctets is "
              + segmentOctets
              + ", allowed: "
              + smallest
              + " (one longest record) to "
              + LONGEST_SEGMENT);
    }
    if (totalOctets < 4L * segmentOctets) {
      throw new IllegalArgumentException(
          "totalOctets is "
              + totalOctets
              + ", allowed: from "
              + 4L * segmentOctets
              + " (four segments)");
    }
  }

  /** Returns these bounds with another longest record. */
  public SpoolLimits withRecordOctets(int octets) {
    return new SpoolLimits(octets, totalOctets, segmentOctets);
  }

  /** Returns these bounds with another total. */
  public SpoolLimits withTotalOctets(long octets) {
    return new SpoolLimits(recordOctets, octets, segmentOctets);
  }

  /** What the frames of one append may take: they go into one segment. */
  int appendOctets() {
    return segmentOctets - SegmentHeader.OCTETS;
  }
}
