// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How a segment begins: magic (u64, {@code HMXSPOOL}), version (u32, 1), CRC32C over the rest
 * (u32), first position (u64), salt (u64), and all of it once more, so that one bad octet does not
 * cost a segment. A segment ends where the next one begins: frames from the next one's first
 * position on were never acknowledged.
 *
 * @param first the position of the first record that goes into it
 * @param salt a random number that its checksums begin with
 */
record SegmentHeader(long first, long salt) {

  /** How long it is, both copies together. */
  static final int OCTETS = 64;

  private static final int COPY = 32;
  private static final long MAGIC = 0x484d_5853_504f_4f4cL;
  private static final int VERSION = 1;
  private static final int CRC_AT = 12;
  private static final int FIRST_AT = 16;
  private static final int SALT_AT = 24;

  byte[] octets() {
    ByteBuffer to = ByteBuffer.allocate(OCTETS);
    for (int copy = 0; copy < OCTETS; copy += COPY) {
      to.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(first).putLong(salt);
      to.putInt(copy + CRC_AT, crc(to.array(), copy));
    }
    return to.array();
  }

  /** Reads the copy that is whole, or returns null where none is. */
  static @Nullable SegmentHeader read(byte[] octets) {
    SegmentHeader header = copy(octets, 0);
    return header == null ? copy(octets, COPY) : header;
  }

  /** Tells whether both copies are there. */
  static boolean isWhole(byte[] octets) {
    return copy(octets, 0) != null && copy(octets, COPY) != null;
  }

  private static @Nullable SegmentHeader copy(byte[] octets, int at) {
    if (octets.length < at + COPY) {
      return null;
    }
    ByteBuffer from = ByteBuffer.wrap(octets);
    if (from.getLong(at) != MAGIC || from.getInt(at + CRC_AT) != crc(octets, at)) {
      return null;
    }
    int version = from.getInt(at + Long.BYTES);
    if (version != VERSION) {
      throw new SpoolException(
          "the spool was written in version "
              + version
              + " of its format, readable: "
              + VERSION
              + "; let the release that wrote it deliver what is in it");
    }
    return new SegmentHeader(from.getLong(at + FIRST_AT), from.getLong(at + SALT_AT));
  }

  private static int crc(byte[] octets, int at) {
    CRC32C crc = new CRC32C();
    crc.update(octets, at, CRC_AT);
    crc.update(octets, at + FIRST_AT, COPY - FIRST_AT);
    return (int) crc.getValue();
  }
}
