// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

import java.util.List;

/**
 * What every table would be without protection, in a schema {@code twin}: the same columns, keys
 * and rows, everything granted to everybody, no row-level security and no trigger; and a unique
 * index that forgot the tenant for each one that did not.
 */
final class TwinTables {

  private static final String COPY =
      """
      create table twin.%1$s (like hermesx.%1$s including all);
      grant all on twin.%1$s to public;
      insert into twin.%1$s %2$s;
      insert into twin.%1$s %3$s;
      do $$
      declare
        columns text;
      begin
        for columns in select string_agg(quote_ident(a.attname), ', ') from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
            where i.indrelid = 'hermesx.%1$s'::regclass and i.indisunique and a.attname <> 'tenant_id'
            group by i.indexrelid loop
          execute format('create unique index on twin.%1$s (%%s)', columns);
        end loop;
      end
      $$;
      analyze twin.%1$s;
      analyze hermesx.%1$s""";

  /** Who the attacker is called where a twin is attacked. */
  static final String NAME = "TWIN";

  private TwinTables() {}

  static String of(AttackedTable table) {
    return "twin." + table.plain();
  }

  static void create(TestDatabase database, List<AttackedTable> tables) {
    database.execute("create schema twin; grant usage on schema twin to public");
    for (AttackedTable table : tables) {
      String target = of(table);
      database.execute(
          COPY.formatted(
              table.plain(), table.text("$ROW_A", target), table.text("$ROW_B", target)));
    }
  }
}
