// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.PreparedEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A statement that puts events of one tenant on the stage, and what it has to be told. */
enum StageInsert {

  /**
   * One event, as most transactions have it: parameters that are no arrays leave the server nothing
   * to plan anew.
   */
  ONE(
      """
      insert into hermesx.audit_stage (tenant_id, event_id, octets) values (?, ?, ?)
      on conflict do nothing""") {
    @Override
    void bind(Columns columns, UUID tenant, List<PreparedEvent> events) throws SQLException {
      columns.add(tenant);
      columns.add(events.get(0).id());
      columns.add(events.get(0).octets());
    }
  },

  /** Any number of events, in the order of the list. */
  SEVERAL(
      """
      insert into hermesx.audit_stage (tenant_id, event_id, octets)
      select ?, e.id, e.octets from unnest(?, ?) with ordinality as e (id, octets, n)
      order by e.n on conflict do nothing""") {
    @Override
    void bind(Columns columns, UUID tenant, List<PreparedEvent> events) throws SQLException {
      columns.add(tenant);
      columns.add("uuid", events.stream().map(PreparedEvent::id).toArray(UUID[]::new));
      columns.add("bytea", events.stream().map(PreparedEvent::octets).toArray(byte[][]::new));
    }
  },

  /**
   * Those events that are not in the log. Each is asked for by itself: a join could read all that a
   * large tenant has. The server plans this anew each time, which takes longer than doing it.
   */
  NEW(
      """
      insert into hermesx.audit_stage (tenant_id, event_id, octets)
      select ?, e.id, e.octets from unnest(?, ?) with ordinality as e (id, octets, n)
      where (select true from hermesx.audit_events l
        where l.tenant_id = ? and l.event_id = e.id) is null
      order by e.n on conflict do nothing""") {
    @Override
    void bind(Columns columns, UUID tenant, List<PreparedEvent> events) throws SQLException {
      SEVERAL.bind(columns, tenant, events);
      columns.add(tenant);
    }
  };

  private final String sql;

  StageInsert(String sql) {
    this.sql = sql;
  }

  /** The cheapest for so many events, whether or not they are in the log. */
  static StageInsert of(int events) {
    return events == 1 ? ONE : SEVERAL;
  }

  String sql() {
    return sql;
  }

  /** Binds the parameters, in their order. */
  abstract void bind(Columns columns, UUID tenant, List<PreparedEvent> events) throws SQLException;
}
