// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.audit.check.SeenIds;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The event ids of one log, of any number: those that came twice are known in the end. */
final class EventIds implements SeenIds, Closeable {

  private static final int WIDTH = 3 * Long.BYTES;
  private static final int MOST_IN_MEMORY = 1 << 18;

  private final SortedRecords ids;

  EventIds() {
    this(MOST_IN_MEMORY);
  }

  EventIds(int mostInMemory) {
    this.ids = new SortedRecords(WIDTH, mostInMemory);
  }

  @Override
  public boolean add(UUID id, long seq) {
    ids.add(
        ByteBuffer.allocate(WIDTH)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(seq)
            .array());
    return true;
  }

  /** Tells each id that was there before, with its place, in the order of the ids. */
  void repeated(BiConsumer<UUID, Long> told) {
    Iterator<byte[]> sorted = ids.sorted();
    UUID before = null;
    while (sorted.hasNext()) {
      ByteBuffer record = ByteBuffer.wrap(sorted.next());
      UUID id = new UUID(record.getLong(), record.getLong());
      if (id.equals(before)) {
        told.accept(id, record.getLong());
      }
      before = id;
    }
  }

  @Override
  public void close() {
    ids.close();
  }
}
