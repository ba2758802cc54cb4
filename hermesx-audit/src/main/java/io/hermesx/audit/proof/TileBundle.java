// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.proof;

import io.hermesx.core.HermesException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries one after the other, each behind its length in two octets, the higher one first. */
final class TileBundle {

  static final int MOST_OCTETS = 0xffff; // of an entry

  private TileBundle() {}

  static byte[] format(List<byte[]> entries) {
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > MOST_OCTETS) {
        throw new HermesException(
            "an entry has " + entry.length + " octets, allowed in a tile: up to " + MOST_OCTETS);
      }
      bundle.write(entry.length >> 8);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  /** The entries of a bundle, of which there must be as many. */
  static List<byte[]> parse(byte[] bundle, int count) {
    ByteBuffer in = ByteBuffer.wrap(bundle);
    List<byte[]> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.remaining() < 2 ? Integer.MAX_VALUE : Short.toUnsignedInt(in.getShort());
      if (length > in.remaining() || entries.size() == count) {
        throw refused(count);
      }
      byte[] entry = new byte[length];
      in.get(entry);
      entries.add(entry);
    }
    if (entries.size() != count) {
      throw refused(count);
    }
    return entries;
  }

  private static HermesException refused(int count) {
    return new HermesException("a bundle does not have exactly " + count + " whole entries");
  }
}
