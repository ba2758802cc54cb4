// SPDX-License-Identifier: Apache-2.0
package io.hermesx.store.postgres;

/**
 * Statements with which a superuser puts the triggers aside that not even a replica leaves out, and
 * back. Both belong into one transaction with what is between them.
 */
final class AlwaysTriggers {

  static final String OFF = each("tgenabled = 'A'", "disable trigger");
  static final String ON = each("tgenabled = 'D'", "enable always trigger");

  private AlwaysTriggers() {}

  private static String each(String condition, String change) {
    return """
        do $$
        declare
          it record;
        begin
          for it in select g.tgrelid::regclass as owner, g.tgname as name from pg_trigger g
              join pg_class c on c.oid = g.tgrelid
              where c.relnamespace = 'hermesx'::regnamespace and not g.tgisinternal and g.%s loop
            execute format('alter table %%s %s %%I', it.owner, it.name);
          end loop;
        end
        $$;
        """
        .formatted(condition, change);
  }
}
