// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

import java.util.Arrays;

/**
 * A writer of MessagePack: lists, whole numbers that a script can hold, and octets. Not
 * thread-safe.
 */
final class Pack {

  /** The largest whole number below which a double holds each. */
  static final long EXACT = (1L << 53) - 1;

  private static final int FIRST_SIZE = 512;

  private byte[] octets = new byte[FIRST_SIZE];
  private int end;

  /** Begins a list of so many values. */
  Pack list(int size) {
    if (size < 16) {
      put(0x90 | size);
    } else {
      put(0xdc);
      put(size >>> 8);
      put(size);
    }
    return this;
  }

  /** Writes a number from 0 on; one above {@link #EXACT} as that. */
  Pack number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a number is " + value + ", allowed: 0 or more");
    }
    long exact = Math.min(value, EXACT);
    if (exact < 128) {
      put((int) exact);
    } else if (exact < 1 << 16) {
      put(0xcd);
      put((int) exact >>> 8);
      put((int) exact);
    } else {
      put(0xcf);
      for (int shift = 56; shift >= 0; shift -= 8) {
        put((int) (exact >>> shift));
      }
    }
    return this;
  }

  /** Writes octets. */
  Pack octets(byte[] value) {
    if (value.length < 32) {
      put(0xa0 | value.length);
    } else {
      put(0xdb);
      for (int shift = 24; shift >= 0; shift -= 8) {
        put(value.length >>> shift);
      }
    }
    room(value.length);
    System.arraycopy(value, 0, octets, end, value.length);
    end += value.length;
    return this;
  }

  /** Writes one ASCII character. */
  Pack letter(char value) {
    put(0xa1);
    put(value);
    return this;
  }

  /** Writes what another has written. */
  Pack all(Pack other) {
    room(other.end);
    System.arraycopy(other.octets, 0, octets, end, other.end);
    end += other.end;
    return this;
  }

  byte[] toArray() {
    return Arrays.copyOf(octets, end);
  }

  private void put(int octet) {
    room(1);
    octets[end] = (byte) octet;
    end++;
  }

  private void room(int more) {
    if (octets.length - end < more) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, end + more));
    }
  }
}
