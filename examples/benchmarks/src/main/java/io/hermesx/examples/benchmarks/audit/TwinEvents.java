// SPDX-License-Identifier: Apache-2.0
package io.hermesx.examples.benchmarks.audit;

import io.hermesx.core.audit.PreparedEvent;
import io.hermesx.core.tenant.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * The peer that keeps the very same rows and hashes nothing: the driver alone, each statement a
 * transaction by itself, places from a counter of the process. Thread-safe.
 */
final class TwinEvents {

  private static final String INSERT =
      "insert into twin.audit_events (tenant_id, seq, event_id, header, leaf) values (?, ?, ?, ?, ?)";
  private static final String BATCH =
      "insert into twin.audit_events (tenant_id, seq, event_id, header, leaf)"
          + " select ?, e.seq, e.id, e.header, e.leaf"
          + " from unnest(?, ?, ?, ?) e (seq, id, header, leaf)";

  private final AtomicLong places = new AtomicLong();
  private final DataSource pool;
  private final int octets;

  /**
   * @param octets how long a header is with its place
   */
  TwinEvents(DataSource pool, int octets) {
    this.pool = pool;
    this.octets = octets;
  }

  void insert(PreparedEvent event) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, event.tenant().value());
      statement.setLong(2, places.getAndIncrement());
      statement.setObject(3, event.id());
      statement.setBytes(4, header(event));
      statement.setBytes(5, leaf(event));
      statement.executeUpdate();
    }
  }

  /** Inserts events of one tenant with one statement, its parameters in binary form. */
  void insert(TenantId tenant, List<PreparedEvent> events) throws SQLException {
    long first = places.getAndAdd(events.size());
    Long[] seqs = new Long[events.size()];
    Arrays.setAll(seqs, i -> first + i);
    UUID[] ids = events.stream().map(PreparedEvent::id).toArray(UUID[]::new);
    byte[][] headers = events.stream().map(this::header).toArray(byte[][]::new);
    byte[][] leaves = events.stream().map(TwinEvents::leaf).toArray(byte[][]::new);
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(BATCH)) {
      statement.setObject(1, tenant.value());
      statement.setArray(2, connection.createArrayOf("int8", seqs));
      statement.setArray(3, connection.createArrayOf("uuid", ids));
      statement.setArray(4, connection.createArrayOf("bytea", headers));
      statement.setArray(5, connection.createArrayOf("bytea", leaves));
      statement.executeUpdate();
    }
  }

  /** What the place would take is filled up, so that the row is as long as ours. */
  private byte[] header(PreparedEvent event) {
    byte[] header = Arrays.copyOf(event.octets(), octets);
    Arrays.fill(header, event.octets().length, octets, (byte) ' ');
    return header;
  }

  private static byte[] leaf(PreparedEvent event) {
    return Arrays.copyOf(event.octets(), 32);
  }
}
