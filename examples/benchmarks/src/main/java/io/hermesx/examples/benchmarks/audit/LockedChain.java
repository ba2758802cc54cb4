// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.Sha256;
import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The peer that most audit tables with a hash chain are: for each event it locks the head, hashes
 * with the hash of the event before, inserts, moves the head and commits. Thread-safe.
 */
final class LockedChain {

  private static final String LOCK =
      "select size, leaf from twin.audit_heads where tenant_id = ? for update";
  private static final String INSERT =
      "insert into twin.audit_chain (tenant_id, seq, event_id, header, leaf) values (?, ?, ?, ?, ?)";
  private static final String MOVE =
      "update twin.audit_heads set size = ?, leaf = ? where tenant_id = ?";
  private static final String BEGIN = "insert into twin.audit_heads values (?, 0, ?)";

  private final DataSource pool;
  private final int octets;

  /**
   * @param octets how long a header is with its place
   */
  LockedChain(DataSource pool, int octets) {
    this.pool = pool;
    this.octets = octets;
  }

  void begin(TenantId tenant) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(BEGIN)) {
      statement.setObject(1, tenant.value());
      statement.setBytes(2, new byte[Sha256.LENGTH]);
      statement.executeUpdate();
    }
  }

  void append(PreparedEvent event) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement move = connection.prepareStatement(MOVE)) {
      connection.setAutoCommit(false);
      long seq;
      byte[] previous;
      lock.setObject(1, event.tenant().value());
      try (ResultSet head = lock.executeQuery()) {
        head.next();
        seq = head.getLong(1);
        previous = head.getBytes(2);
      }
      byte[] header = header(event, previous);
      byte[] leaf = Sha256.raw(header).octets();
      insert.setObject(1, event.tenant().value());
      insert.setLong(2, seq);
      insert.setObject(3, event.id());
      insert.setBytes(4, header);
      insert.setBytes(5, leaf);
      insert.executeUpdate();
      move.setLong(1, seq + 1);
      move.setBytes(2, leaf);
      move.setObject(3, event.tenant().value());
      move.executeUpdate();
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private byte[] header(PreparedEvent event, byte[] previous) {
    return ByteBuffer.allocate(octets).put(event.octets()).put(previous).array();
  }
}
