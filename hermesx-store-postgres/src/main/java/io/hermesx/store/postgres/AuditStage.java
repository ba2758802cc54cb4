// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;


import io.hermesx.core.audit.PreparedEvent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Stages the audit events of a transaction, as its last statement and in one round trip with the
 * commit.
 *
 * <p>The place of an event on the stage is drawn from a sequence by that last statement. So of two
 * transactions one of which had its answer before the other began to commit, the first has the
 * lower places; two that commit at the same time can have no order that anybody could tell, and
 * neither can have seen the other. That is the order of the commits, without a lock.
 */
final class AuditStage {

  private static final String INSERT =
      """
      insert into hermesx.audit_stage (tenant_id, event_id, octets)
      select ?, e.id, e.octets from unnest(?, ?) with ordinality as e (id, octets, n)
      where not exists
        (select from hermesx.audit_events l where l.tenant_id = ? and l.event_id = e.id)
      order by e.n on conflict do nothing""";

  private AuditStage() {}

  /** Stages what the transaction has and commits; with nothing to stage it does nothing. */
  static void commit(TenantConnection connection, PostgresTx tx) {
    try {
      insert(connection, tx, INSERT + "; commit");
    } catch (SQLException e) {
      throw Failures.ofCommit(e);
    }
  }

  /** Stages what the transaction has so far. */
  static void stage(TenantConnection connection, PostgresTx tx) throws SQLException {
    insert(connection, tx, INSERT);
    tx.staged().clear();
  }

  private static void insert(TenantConnection connection, PostgresTx tx, String sql)
      throws SQLException {
    List<PreparedEvent> events = tx.staged();
    if (events.isEmpty()) {
      return;
    }
    UUID[] ids = events.stream().map(PreparedEvent::id).toArray(UUID[]::new);
    byte[][] octets = events.stream().map(PreparedEvent::octets).toArray(byte[][]::new);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, tx.tenantId());
      statement.setArray(2, connection.createArrayOf("uuid", ids));
      statement.setArray(3, connection.createArrayOf("bytea", octets));
      statement.setObject(4, tx.tenantId());
      statement.execute();
    }
  }
}
