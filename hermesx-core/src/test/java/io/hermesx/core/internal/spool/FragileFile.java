// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A file of a {@link FragileDisk}: what can be read, what is durable, and what is in between. */
final class FragileFile {

  private final List<Write> unsynced = new ArrayList<>();
  private byte[] cached;
  private byte[] durable;

  FragileFile(byte[] octets) {
    this.cached = octets.clone();
    this.durable = octets.clone();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Write(int offset, byte[] octets) {

    byte[] onto(byte[] before) {
      byte[] after = Arrays.copyOf(before, Math.max(before.length, offset + octets.length));
      System.arraycopy(octets, 0, after, offset, octets.length);
      return after;
    }
  }

  byte[] cached() {
    return cached;
  }

  byte[] read(int offset, int count) {
    int from = Math.min(offset, cached.length);
    return Arrays.copyOfRange(cached, from, Math.min(cached.length, from + count));
  }

  void write(int offset, byte[] octets) {
    Write write = new Write(offset, octets.clone());
    cached = write.onto(cached);
    unsynced.add(write);
  }

  void sync() {
    for (Write write : unsynced) {
      durable = write.onto(durable);
    }
    unsynced.clear();
  }

  /** They can be read until the power goes, and no later sync makes them durable. */
  void failSync() {
    unsynced.clear();
  }

  void lose(FragileDisk.Loss loss, RandomGenerator random) {
    int kept = loss == FragileDisk.Loss.ALL ? 0 : random.nextInt(unsynced.size() + 1);
    for (Write write : unsynced.subList(0, kept)) {
      durable = write.onto(durable);
    }
    if (kept < unsynced.size() && loss != FragileDisk.Loss.ALL) {
      durable = damaged(unsynced.get(kept), loss, random).onto(durable);
    }
    unsynced.clear();
    cached = durable.clone();
  }

  private static Write damaged(Write write, FragileDisk.Loss loss, RandomGenerator random) {
    int cut = random.nextInt(write.octets().length + 1);
    if (loss == FragileDisk.Loss.TORN) {
      return new Write(write.offset(), Arrays.copyOf(write.octets(), cut));
    }
    byte[] holed = write.octets().clone();
    Arrays.fill(holed, random.nextInt(cut + 1), cut, (byte) 0);
    return new Write(write.offset(), holed);
  }
}
