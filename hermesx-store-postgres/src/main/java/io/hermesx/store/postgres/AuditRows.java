// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import static io.hermesx.store.postgres.AuditTable.EVENTS;
import static io.hermesx.store.postgres.AuditTable.EVENT_ID;
import static io.hermesx.store.postgres.AuditTable.FRONTIER;
import static io.hermesx.store.postgres.AuditTable.HEADER;
import static io.hermesx.store.postgres.AuditTable.HEADS;
import static io.hermesx.store.postgres.AuditTable.LAST_RECORDED_AT;
import static io.hermesx.store.postgres.AuditTable.LEAF;
import static io.hermesx.store.postgres.AuditTable.ORIGIN;
import static io.hermesx.store.postgres.AuditTable.PREVIOUS;
import static io.hermesx.store.postgres.AuditTable.SEQ;
import static io.hermesx.store.postgres.AuditTable.SIZE;
import static io.hermesx.store.postgres.AuditTable.TENANT_ID;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditHead;
import io.hermesx.core.audit.MerkleFrontier;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record4;
import org.jooq.Record5;
import org.jooq.SelectConditionStep;

/** Reads the log of a tenant. */
final class AuditRows {

  private AuditRows() {}

  static List<AuditEntry> read(PostgresTx tx, long from, int limit) {
    return tx.reading()
        .select(SEQ, EVENT_ID, HEADER, LEAF)
        .from(EVENTS)
        .where(TENANT_ID.eq(tx.tenantId()).and(SEQ.ge(from)))
        .orderBy(SEQ)
        .limit(limit)
        .fetch(AuditRows::entry);
  }

  /**
   * Reads where the log stands.
   *
   * @param locked whether nobody else may append until the transaction ends
   */
  static Optional<AuditHead> head(PostgresTx tx, boolean locked) {
    SelectConditionStep<Record5<String, Long, byte[], byte[], Instant>> select =
        tx.reading()
            .select(ORIGIN, SIZE, PREVIOUS, FRONTIER, LAST_RECORDED_AT)
            .from(HEADS)
            .where(TENANT_ID.eq(tx.tenantId()));
    return (locked ? select.forUpdate() : select).fetchOptional(AuditRows::head);
  }

  private static AuditEntry entry(Record4<Long, UUID, byte[], byte[]> row) {
    return new AuditEntry(row.value1(), row.value2(), row.value3(), Sha256.wrap(row.value4()));
  }

  private static AuditHead head(Record5<String, Long, byte[], byte[], Instant> row) {
    MerkleFrontier frontier = MerkleFrontier.of(row.value2(), nodes(row.value4()));
    return new AuditHead(
        row.value1(), row.value2(), Sha256.wrap(row.value3()), frontier, row.value5());
  }

  /** The roots of the frontier, one after the other. */
  static byte[] octets(MerkleFrontier frontier) {
    ByteBuffer buffer = ByteBuffer.allocate(frontier.nodes().size() * Sha256.LENGTH);
    frontier.nodes().forEach(node -> buffer.put(node.octets()));
    return buffer.array();
  }

  private static List<Sha256> nodes(byte[] octets) {
    List<Sha256> nodes = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(octets);
    while (buffer.hasRemaining()) {
      byte[] node = new byte[Sha256.LENGTH];
      buffer.get(node);
      nodes.add(Sha256.wrap(node));
    }
    return nodes;
  }
}
