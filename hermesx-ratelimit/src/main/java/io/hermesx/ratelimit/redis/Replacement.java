// SPDX-License-Identifier: Apache-2.0
package io.hermesx.ratelimit.redis;

/** A value that another limit of the same name left, and what it means for this one. */
final class Replacement {

  private final int index;
  private final byte[] before;
  private final byte[] after;

  /** Creates one for the key at an index. */
  Replacement(int index, byte[] before, byte[] after) {
    this.index = index;
    this.before = before;
    this.after = after;
  }

  /** Writes it as the script reads it, which counts keys from 1. */
  void write(Pack pack) {
    pack.list(3).number(index + 1L).octets(before).octets(after);
  }
}
