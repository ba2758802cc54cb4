// SPDX-License-Identifier: Apache-2.0
package io.hermesx.core.internal.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far records were removed, and appended, in a file of two slots: magic (u32, {@code HMXM}),
 * CRC32C over what follows (u32), generation (u64), removed (u64), durable (u64). The younger slot
 * counts. What is not synced yet is always in the same slot, so the other one survives any crash.
 * It is overwritten in place and needs no free disk. Not thread-safe.
 */
final class Mark implements Closeable {

  static final String NAME = "mark";

  private static final int SLOT = 32;
  private static final int MAGIC = 0x484d_584d;

  private final SpoolFile file;
  private long generation;
  private int target;
  private long removed;
  private long durable;

  private Mark(SpoolFile file, List<Slot> slots) {
    this.file = file;
    int best = slots.get(0).generation >= slots.get(1).generation ? 0 : 1;
    this.generation = slots.get(best).generation;
    this.removed = slots.get(best).removed;
    this.durable = slots.get(best).durable;
    this.target = 1 - best;
  }

  /** A slot as it was read: generation 0 where it cannot be. */
  private record Slot(long generation, long removed, long durable) {

    static Slot read(byte[] octets, int at) {
      if (octets.length < at + SLOT) {
        return new Slot(0, 0, 0);
      }
      ByteBuffer from = ByteBuffer.wrap(octets, at, SLOT);
      boolean whole = from.getInt() == MAGIC && from.getInt() == crc(octets, at);
      return whole ? new Slot(from.getLong(), from.getLong(), from.getLong()) : new Slot(0, 0, 0);
    }
  }

  /** Makes the mark of a spool whose records up to a position are gone. */
  static Mark create(SpoolFiles files, long removed) throws IOException {
    SpoolFile file = files.create(NAME);
    try {
      Mark mark = new Mark(file, List.of(new Slot(0, 0, 0), new Slot(0, 0, 0)));
      mark.write(removed, removed);
      mark.sync();
      files.syncDirectory();
      return mark;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Reads the mark, and returns null where neither slot is whole. */
  static @Nullable Mark read(SpoolFiles files) throws IOException {
    SpoolFile file = files.open(NAME);
    try {
      byte[] octets = file.read(0, 2 * SLOT);
      Mark mark = new Mark(file, List.of(Slot.read(octets, 0), Slot.read(octets, SLOT)));
      if (mark.generation == 0) {
        file.close();
        return null;
      }
      // The process before may have left its last slot unsynced; the next write goes to the other.
      file.sync();
      return mark;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The last position that was removed. */
  long removed() {
    return removed;
  }

  /** A position up to which records had been acknowledged; not always the last. */
  long durable() {
    return durable;
  }

  /** Writes both; not durable before {@link #sync}. */
  void write(long newRemoved, long newDurable) throws IOException {
    removed = newRemoved;
    durable = newDurable;
    generation++;
    ByteBuffer slot = ByteBuffer.allocate(SLOT);
    slot.putInt(MAGIC).putInt(0).putLong(generation).putLong(removed).putLong(durable);
    slot.putInt(Integer.BYTES, crc(slot.array(), 0));
    file.write((long) target * SLOT, slot.array());
  }

  void sync() throws IOException {
    file.sync();
    target = 1 - target;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static int crc(byte[] octets, int at) {
    CRC32C crc = new CRC32C();
    crc.update(octets, at + Long.BYTES, SLOT - Long.BYTES);
    return (int) crc.getValue();
  }
}
