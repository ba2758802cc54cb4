// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record in a segment: length (u32), CRC32C (u32), position (u64), back (u32), content; all
 * big-endian. The checksum is over the salt of the segment and everything behind itself and the
 * length, so that the content of a record cannot pass for a frame. All records of one write count
 * in {@code back} how many of that write are before them: a frame that can be read proves that
 * everything before its write had been synced.
 *
 * @param offset where it begins
 * @param length of its content
 * @param position of its record
 * @param proven up to which position all records had been synced when it was written
 */
record Frame(int offset, int length, long position, long proven) {

  /** What a record takes besides its content. */
  static final int OVERHEAD = 20;

  private static final int CRC_AT = 4;
  private static final int POSITION_AT = 8;
  private static final int BACK_AT = 16;

  /** Returns what records take in a segment. */
  static long octets(List<byte[]> records) {
    long octets = 0;
    for (byte[] content : records) {
      octets += OVERHEAD + content.length;
    }
    return octets;
  }

  /** Returns the frames of one write. */
  static byte[] write(long salt, long first, List<byte[]> records) {
    ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(octets(records)));
    int back = 0;
    for (byte[] content : records) {
      int offset = to.position();
      to.putInt(content.length).putInt(0).putLong(first + back).putInt(back).put(content);
      to.putInt(offset + CRC_AT, crc(salt, to.array(), offset, content.length));
      back++;
    }
    return to.array();
  }

  /** Returns the frame that begins at an offset, or null where none does. */
  static @Nullable Frame at(byte[] octets, int offset, long salt) {
    if (octets.length - offset < OVERHEAD) {
      return null;
    }
    ByteBuffer from = ByteBuffer.wrap(octets);
    int length = from.getInt(offset);
    long position = from.getLong(offset + POSITION_AT);
    int back = from.getInt(offset + BACK_AT);
    if (length < 1 || length > octets.length - offset - OVERHEAD) {
      return null;
    }
    if (position < 1 || back < 0 || back >= position) {
      return null;
    }
    return crc(salt, octets, offset, length) == from.getInt(offset + CRC_AT)
        ? new Frame(offset, length, position, position - back - 1)
        : null;
  }

  /** Where the next one begins. */
  int end() {
    return offset + OVERHEAD + length;
  }

  private static int crc(long salt, byte[] octets, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(salt).putInt(length).flip());
    crc.update(octets, offset + POSITION_AT, OVERHEAD - POSITION_AT + length);
    return (int) crc.getValue();
  }
}
