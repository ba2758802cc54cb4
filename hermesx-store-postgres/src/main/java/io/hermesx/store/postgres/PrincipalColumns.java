// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import io.hermesx.core.access.Rights;
import io.hermesx.core.auth.Principal;
import io.hermesx.core.auth.PrincipalKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.SQLDataType;

/** The four columns in which a principal stands, or nobody. */
final class PrincipalColumns {

  final Field<String> kind;
  final Field<String> id;
  private final Field<String[]> roles;
  private final Field<String[]> scopes;

  PrincipalColumns(String prefix) {
    this.kind = ApprovalTable.column(prefix + "_kind", SQLDataType.CLOB);
    this.id = ApprovalTable.column(prefix + "_id", SQLDataType.CLOB);
    this.roles = ApprovalTable.column(prefix + "_roles", SQLDataType.CLOB.array());
    this.scopes = ApprovalTable.column(prefix + "_scopes", SQLDataType.CLOB.array());
  }

  List<Field<?>> columns() {
    return List.of(kind, id, roles, scopes);
  }

  /** Returns what the columns are to hold. */
  Map<Field<?>, Object> of(Principal principal) {
    return Map.of(
        kind,
        principal.kind().name(),
        id,
        principal.id(),
        roles,
        principal.roles().stream().sorted().toArray(String[]::new),
        scopes,
        principal.rights().scopes().stream().sorted().toArray(String[]::new));
  }

  /** The row names another identity here, or nobody. */
  Condition isNot(Principal principal) {
    return kind.isDistinctFrom(principal.kind().name()).or(id.isDistinctFrom(principal.id()));
  }

  Optional<Principal> read(Record row) {
    String stored = row.get(kind);
    return stored == null
        ? Optional.empty()
        : Optional.of(
            new Principal(
                PrincipalKind.valueOf(stored),
                row.get(id),
                Set.copyOf(Arrays.asList(row.get(roles))),
                new Rights(Set.copyOf(Arrays.asList(row.get(scopes))))));
  }
}
