// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

/**
 * A file of records whose octets are on disk.
 *
 * @param first the position of the first record, or of the one that would be
 * @param last the position of the last record that counts, {@code first - 1} where none does
 * @param salt of its checksums
 * @param octets its length
 * @param sealed whether nothing will be written to it any more
 */
record Segment(String name, long first, long last, long salt, long octets, boolean sealed) {

  private static final String PREFIX = "segment-";
  private static final int DIGITS = 19;

  /** Returns the name of a segment; in order of names they are in order of age. */
  static String name(long number) {
    String digits = Long.toString(number);
    return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** Tells whether a file is a segment, and not one that was set aside. */
  static boolean isName(String name) {
    return number(name) > 0 && name.length() == PREFIX.length() + DIGITS;
  }

  /** Returns the number in the name of a file that is or was a segment, and 0 for others. */
  static long number(String name) {
    int end = PREFIX.length() + DIGITS;
    if (!name.startsWith(PREFIX) || name.length() < end) {
      return 0;
    }
    long number = 0;
    for (char digit : name.substring(PREFIX.length(), end).toCharArray()) {
      if (digit < '0' || digit > '9') {
        return 0;
      }
      number = number * 10 + (digit - '0');
    }
    return number;
  }

  Segment grown(long by, long toLast) {
    return new Segment(name, first, toLast, salt, octets + by, sealed);
  }

  /** Nothing more goes into it, whatever octets a failed write may have left behind its end. */
  Segment closed(long garbage) {
    return new Segment(name, first, last, salt, octets + garbage, true);
  }
}
