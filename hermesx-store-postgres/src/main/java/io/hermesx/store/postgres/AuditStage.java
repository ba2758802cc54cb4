// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.EventBody;
import io.hermesx.core.audit.PreparedEvent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** The bodies of those events that this very statement put on the stage. */
  private static final String WITH_BODIES =
      """
      with fresh as (%s returning event_id)
      insert into hermesx.audit_bodies (tenant_id, event_id, slot, path, ciphertext)
      select ?, b.event, row_number() over (partition by b.event order by b.n), b.path, b.ciphertext
      from fresh f join unnest(?, ?, ?) with ordinality as b (event, path, ciphertext, n)
        on b.event = f.event_id
      where not exists (select from hermesx.audit_events l
        where l.tenant_id = ? and l.event_id = b.event)
      on conflict do nothing""";

  private AuditStage() {}

  /**
   * Stages what the transaction has and commits; with nothing to stage it does nothing. An event
   * that is in the log is taken off the stage when that is next read.
   */
  static void commit(TenantConnection connection, PostgresTx tx) {
    try {
      insert(connection, tx, StageInsert.of(tx.staged().size()), "; commit");
    } catch (SQLException e) {
      throw Failures.ofCommit(e);
    }
  }

  /** Stages what the transaction has so far, as {@link #commit}. */
  static void stage(TenantConnection connection, PostgresTx tx) throws SQLException {
    insert(connection, tx, StageInsert.of(tx.staged().size()), "");
    tx.staged().clear();
  }

  /** Stages what the transaction has so far and is not in the log. */
  static void stageNew(TenantConnection connection, PostgresTx tx) throws SQLException {
    insert(connection, tx, StageInsert.NEW, "");
    tx.staged().clear();
  }

  private static void insert(
      TenantConnection connection, PostgresTx tx, StageInsert insert, String next)
      throws SQLException {
    List<PreparedEvent> events = tx.staged();
    if (events.isEmpty()) {
      return;
    }
    List<EventBody> bodies = bodies(events);
    String text = bodies.isEmpty() ? insert.sql() : WITH_BODIES.formatted(insert.sql());
    try (PreparedStatement statement = connection.prepareStatement(text + next)) {
      Columns columns = new Columns(statement);
      insert.bind(columns, tx.tenantId(), events);
      if (!bodies.isEmpty()) {
        bind(columns, tx, bodies);
      }
      statement.execute();
    }
  }

  /** An event that is there twice, prepared anew, has the bodies of the first. */
  private static List<EventBody> bodies(List<PreparedEvent> events) {
    Set<UUID> seen = new HashSet<>();
    return events.stream()
        .filter(event -> seen.add(event.id()))
        .flatMap(event -> event.bodies().stream())
        .toList();
  }

  private static void bind(Columns columns, PostgresTx tx, List<EventBody> bodies)
      throws SQLException {
    columns.add(tx.tenantId());
    columns.add("uuid", bodies.stream().map(EventBody::event).toArray(UUID[]::new));
    columns.add("text", bodies.stream().map(EventBody::path).toArray(String[]::new));
    columns.add("bytea", bodies.stream().map(EventBody::ciphertext).toArray(byte[][]::new));
    columns.add(tx.tenantId());
  }
}
