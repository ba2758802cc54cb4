// SPDX-License-Identifier: Apache-2.0
package io.hermesx.audit.verifier;

import io.hermesx.core.Sha256;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of logs from elsewhere: at which size which log had which root. It is given in any
 * order and looked at in the order of the tenants and, within one, of the sizes; there may be any
 * number of them. Not thread-safe.
 */
final class KnownRoots implements Closeable {

  private static final int WIDTH = 4 * Long.BYTES + 1 + Sha256.LENGTH;
  private static final int MOST_IN_MEMORY = 1 << 16;

  private final SortedRecords records;
  private Iterator<byte[]> sorted = Collections.emptyIterator();
  private Optional<KnownRoot> next = Optional.empty();

  KnownRoots() {
    this.records = new SortedRecords(WIDTH, MOST_IN_MEMORY);
  }

  void add(KnownRoot root) {
    records.add(
        ByteBuffer.allocate(WIDTH)
            .putLong(root.tenant().getMostSignificantBits())
            .putLong(root.tenant().getLeastSignificantBits())
            .putLong(root.size())
            .put(root.source().letter())
            .putLong(root.place())
            .put(root.root().octets())
            .array());
  }

  /** From here on they are looked at. */
  void open() {
    sorted = records.sorted();
    advance();
  }

  /** The first of those that were not taken yet. */
  Optional<KnownRoot> peek() {
    return next;
  }

  /** Takes the first one. */
  void advance() {
    next = sorted.hasNext() ? Optional.of(read(ByteBuffer.wrap(sorted.next()))) : Optional.empty();
  }

  private static KnownRoot read(ByteBuffer record) {
    UUID tenant = new UUID(record.getLong(), record.getLong());
    long size = record.getLong();
    RootSource source = RootSource.ofLetter(record.get());
    long place = record.getLong();
    byte[] root = new byte[Sha256.LENGTH];
    record.get(root);
    return new KnownRoot(tenant, size, Sha256.wrap(root), source, place);
  }

  @Override
  public void close() {
    records.close();
  }
}
