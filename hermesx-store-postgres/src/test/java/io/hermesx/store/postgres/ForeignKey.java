// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A foreign key of the schema that has more columns than the tenant.
 *
 * @param child the table that refers
 * @param parent the table referred to
 * @param from its columns in the child, without the tenant
 * @param to those in the parent
 * @param cascades whether a delete of the parent deletes the child
 */
record ForeignKey(
    AttackedTable child,
    AttackedTable parent,
    List<String> from,
    List<String> to,
    boolean cascades) {

  private static final String KEYS =
      """
      select k.conrelid::regclass::text, k.confrelid::regclass::text,
          string_agg(c.attname, ',' order by c.attnum), string_agg(f.attname, ',' order by c.attnum),
          k.confdeltype = 'c'
        from pg_constraint k
        cross join lateral unnest(k.conkey, k.confkey) p (c, f)
        join pg_attribute c on c.attrelid = k.conrelid and c.attnum = p.c and c.attname <> 'tenant_id'
        join pg_attribute f on f.attrelid = k.confrelid and f.attnum = p.f
        where k.contype = 'f' and k.connamespace = 'hermesx'::regnamespace
        group by k.oid order by 1, 2""";

  static List<ForeignKey> all(TestDatabase database, List<AttackedTable> tables)
      throws SQLException {
    List<ForeignKey> all = new ArrayList<>();
    try (Connection connection = database.superuser().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(KEYS)) {
      while (row.next()) {
        all.add(
            new ForeignKey(
                named(tables, row.getString(1)),
                named(tables, row.getString(2)),
                List.of(row.getString(3).split(",")),
                List.of(row.getString(4).split(",")),
                row.getBoolean(5)));
      }
    }
    return all;
  }

  private static AttackedTable named(List<AttackedTable> tables, String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** The columns of the child, as they are in one of the parent's rows, as a jsonb. */
  String values(int which) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      pairs.add(
          "'%s', '%s'::jsonb -> '%s'"
              .formatted(from.get(i), parent.json().get(which).replace("'", "''"), to.get(i)));
    }
    return "jsonb_build_object(" + String.join(", ", pairs) + ")";
  }

  /** Makes the same key between the twins, with the tenant forgotten. */
  String forgetful() {
    return "alter table %s add constraint forgetful foreign key (%s) references %s (%s) on delete cascade not valid"
        .formatted(
            TwinTables.of(child),
            String.join(", ", from),
            TwinTables.of(parent),
            String.join(", ", to));
  }

  String dropForgetful() {
    return "alter table " + TwinTables.of(child) + " drop constraint forgetful";
  }

  @Override
  public String toString() {
    return child.plain() + from + " to " + parent.plain();
  }
}
