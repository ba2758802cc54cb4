// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.MerkleFrontier;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Reads the log of a tenant. A row that its table would not take is not read: only the owner of the
 * tables can have made it, and it is not to be in the way of the others. Verification names the
 * gap.
 */
final class AuditRows {

  private static final FixedQuery<AuditEntry> ENTRIES =
      FixedQuery.of(
          "select seq, event_id, header, leaf from hermesx.audit_events"
              + " where tenant_id = ? and seq >= ?"
              + " and octet_length(leaf) = 32 and octet_length(header) between 1 and 16384"
              + " order by seq limit ?",
          AuditRows::entry);

  private static final FixedQuery<Long> PLACE =
      FixedQuery.of(
          "select seq from hermesx.audit_events where tenant_id = ? and event_id = ?",
          row -> row.getLong(1));

  private static final FixedQuery<Hash> LEAVES =
      FixedQuery.of(
          "select seq, leaf from hermesx.audit_events"
              + " where tenant_id = ? and seq >= ? and octet_length(leaf) = 32"
              + " order by seq limit ?",
          Hash::of);

  private static final FixedQuery<Hash> NODES =
      FixedQuery.of(
          "select index, hash from hermesx.audit_nodes"
              + " where tenant_id = ? and level = ? and index >= ? and octet_length(hash) = 32"
              + " order by index limit ?",
          Hash::of);

  private static final FixedQuery<EventBody> BODIES =
      FixedQuery.of(
          "select event_id, path, ciphertext from hermesx.audit_bodies"
              + " where tenant_id = ? and event_id = any (?::uuid[])"
              + " and octet_length(path) <= 512 and octet_length(ciphertext) <= 1114112",
          row -> new EventBody(row.getObject(1, UUID.class), row.getString(2), row.getBytes(3)));

  private AuditRows() {}

  private record Hash(long index, Sha256 value) {
    static Hash of(ResultSet row) throws SQLException {
      return new Hash(row.getLong(1), Sha256.wrap(row.getBytes(2)));
    }
  }

  static List<AuditEntry> read(PostgresTx tx, long from, int limit) {
    return tx.rows(ENTRIES, tx.tenantId(), from, (long) limit);
  }

  static OptionalLong find(PostgresTx tx, UUID event) {
    return tx.rows(PLACE, tx.tenantId(), event).stream().mapToLong(seq -> seq).findFirst();
  }

  /** Reads hashes of a level up to the first gap. */
  static List<Sha256> hashes(PostgresTx tx, int level, long from, int limit) {
    List<Hash> rows =
        level == 0
            ? tx.rows(LEAVES, tx.tenantId(), from, (long) limit)
            : tx.rows(NODES, tx.tenantId(), (long) level, from, (long) limit);
    List<Sha256> hashes = new ArrayList<>(rows.size());
    for (Hash row : rows) {
      if (row.index() != from + hashes.size()) {
        break;
      }
      hashes.add(row.value());
    }
    return hashes;
  }

  static List<EventBody> bodies(PostgresTx tx, Collection<UUID> events) {
    String[] ids = events.stream().map(UUID::toString).toArray(String[]::new);
    return tx.rows(BODIES, tx.tenantId(), ids).stream()
        .sorted(Comparator.comparing(EventBody::event).thenComparing(EventBody::path))
        .toList();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getObject(2, UUID.class),
        row.getBytes(3),
        Sha256.wrap(row.getBytes(4)));
  }

  /** The roots of the frontier, one after the other. */
  static byte[] octets(MerkleFrontier frontier) {
    ByteBuffer buffer = ByteBuffer.allocate(frontier.nodes().size() * Sha256.LENGTH);
    frontier.nodes().forEach(node -> buffer.put(node.octets()));
    return buffer.array();
  }

  /** The hashes that stand one after the other. */
  static List<Sha256> hashes(byte[] octets) {
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
