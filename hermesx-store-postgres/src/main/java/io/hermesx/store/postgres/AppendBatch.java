// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.audit.AppendResult;
import io.hermesx.core.audit.AuditAppend;
import io.hermesx.core.audit.AuditEntry;
import io.hermesx.core.audit.AuditNode;
import io.hermesx.core.audit.EventBody;
import io.hermesx.core.time.Instants;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Appends to the logs of several tenants as the one call of {@code hermesx.audit_append} that does
 * them all: a column of values in each parameter.
 *
 * @param appends each of another tenant
 */
record AppendBatch(List<AuditAppend> appends) {

  private static final String SQL =
      "select outcome, known, reason from"
          + " hermesx.audit_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** Calls it; the results are in the order of the appends. */
  List<AppendResult> run(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      Columns columns = new Columns(statement);
      bindHeads(columns);
      bindEntries(columns);
      bindNodes(columns);
      bindBodies(columns);
      List<AppendResult> results = new ArrayList<>(appends.size());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          results.add(result(rows));
        }
      }
      return results;
    }
  }

  private static AppendResult result(ResultSet row) throws SQLException {
    return switch (row.getInt(1)) {
      case 0 -> AppendResult.APPENDED;
      case 1 -> AppendResult.MOVED_ON;
      case 2 -> AppendResult.known(Set.of((UUID[]) row.getArray(2).getArray()));
      case 3 -> AppendResult.STAGED;
      default -> AppendResult.refused(row.getString(3));
    };
  }

  private void bindHeads(Columns columns) throws SQLException {
    columns.add("uuid", of(UUID[]::new, append -> append.tenant().value()));
    columns.add("int8", of(Long[]::new, AuditAppend::expectedSize));
    columns.add("text", of(String[]::new, append -> append.head().origin()));
    columns.add("int8", of(Long[]::new, append -> append.head().size()));
    columns.add("bytea", of(byte[][]::new, append -> append.head().previous().octets()));
    columns.add("bytea", of(byte[][]::new, append -> AuditRows.octets(append.head().frontier())));
    columns.add(
        "int8", of(Long[]::new, append -> Instants.toMicros(append.head().lastRecordedAt())));
    List<IdSpan> spans = appends.stream().map(IdSpan::of).toList();
    columns.add("uuid", of(spans, UUID[]::new, IdSpan::lowest));
    columns.add("uuid", of(spans, UUID[]::new, IdSpan::highest));
  }

  private void bindEntries(Columns columns) throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    columns.add("int4", owners(AuditAppend::entries, entries));
    columns.add("int8", of(entries, Long[]::new, AuditEntry::seq));
    columns.add("uuid", of(entries, UUID[]::new, AuditEntry::id));
    columns.add("bytea", of(entries, byte[][]::new, AuditEntry::header));
    columns.add("bytea", of(entries, byte[][]::new, entry -> entry.leaf().octets()));
  }

  private void bindNodes(Columns columns) throws SQLException {
    List<AuditNode> nodes = new ArrayList<>();
    columns.add("int4", owners(AuditAppend::nodes, nodes));
    columns.add("int4", of(nodes, Integer[]::new, AuditNode::level));
    columns.add("int8", of(nodes, Long[]::new, AuditNode::index));
    columns.add("bytea", of(nodes, byte[][]::new, node -> node.hash().octets()));
  }

  private void bindBodies(Columns columns) throws SQLException {
    List<EventBody> bodies = new ArrayList<>();
    columns.add("int4", owners(AuditAppend::bodies, bodies));
    columns.add("uuid", of(bodies, UUID[]::new, EventBody::event));
    columns.add("text", of(bodies, String[]::new, EventBody::path));
    columns.add("bytea", of(bodies, byte[][]::new, EventBody::ciphertext));
  }

  /** Collects a part of all appends, and whose each is, counted from 1. */
  private <T> Integer[] owners(Function<AuditAppend, List<T>> part, List<T> collected) {
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < appends.size(); i++) {
      for (T it : part.apply(appends.get(i))) {
        owners.add(i + 1);
        collected.add(it);
      }
    }
    return owners.toArray(Integer[]::new);
  }

  private <V> V[] of(Function<Integer, V[]> array, Function<AuditAppend, V> value) {
    return of(appends, array, value);
  }

  private static <T, V> V[] of(List<T> rows, Function<Integer, V[]> array, Function<T, V> value) {
    return rows.stream().map(value).toArray(array::apply);
  }
}
