// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.check.SeenIds;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The event ids of one log, of any number: those that came twice are known in the end. */
final class EventIds implements SeenIds, Closeable {

  private static final int ID = 2 * Long.BYTES;
  private static final int WIDTH = ID + 2 * Long.BYTES;
  private static final int MOST_IN_MEMORY = 1 << 18;

  private final ByteBuffer record = ByteBuffer.allocate(WIDTH);
  private final SortedRecords ids;
  private long added;

  EventIds() {
    this(MOST_IN_MEMORY);
  }

  EventIds(int mostInMemory) {
    this.ids = new SortedRecords(WIDTH, mostInMemory);
  }

  @Override
  public boolean add(UUID id, long seq) {
    record.putLong(0, id.getMostSignificantBits());
    record.putLong(Long.BYTES, id.getLeastSignificantBits());
    record.putLong(2 * Long.BYTES, added++); // places may be in any order, and repeated
    record.putLong(3 * Long.BYTES, seq);
    ids.add(record.array());
    return true;
  }

  /**
   * Tells each id that was there before, with the place where it comes again, in the order of the
   * ids.
   */
  void repeated(BiConsumer<UUID, Long> told) {
    byte[] before = new byte[0];
    Iterator<byte[]> sorted = ids.sorted();
    while (sorted.hasNext()) {
      byte[] octets = sorted.next();
      if (Arrays.equals(octets, 0, ID, before, 0, Math.min(ID, before.length))) {
        ByteBuffer again = ByteBuffer.wrap(octets);
        UUID id = new UUID(again.getLong(), again.getLong());
        told.accept(id, again.getLong(3 * Long.BYTES));
      }
      before = octets;
    }
  }

  @Override
  public void close() {
    ids.close();
  }
}
