// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.function.IntConsumer;

/**
 * Finds where messages begin in what a client sends to PostgreSQL on one connection (protocol 3.0,
 * without encryption), however the octets are cut into pieces. The first message, which starts the
 * session or cancels another, has a length and no type; every later one has both. Not thread-safe.
 */
final class FrontendMessages {

  private static final int LENGTH_OCTETS = 4;

  private final IntConsumer types;
  private boolean started;
  private int type;
  private int lengthOctets;
  private int length;
  private int left;

  /**
   * @param types is told the type of each message whose header is complete, the first one excepted
   */
  FrontendMessages(IntConsumer types) {
    this.types = types;
    this.type = 0;
  }

  /** Takes the next octets of the connection. */
  void read(byte[] octets, int count) {
    int at = 0;
    while (at < count) {
      if (left > 0) {
        int skipped = Math.min(left, count - at);
        left -= skipped;
        at += skipped;
      } else {
        header(octets[at] & 0xff);
        at++;
      }
    }
  }

  private void header(int octet) {
    if (started && type == 0) {
      type = octet;
      return;
    }
    length = length << Byte.SIZE | octet;
    lengthOctets++;
    if (lengthOctets == LENGTH_OCTETS) {
      if (started) {
        types.accept(type);
      }
      left = length - LENGTH_OCTETS;
      started = true;
      type = 0;
      lengthOctets = 0;
      length = 0;
    }
  }
}
