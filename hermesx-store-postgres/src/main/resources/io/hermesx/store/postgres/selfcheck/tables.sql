-- SPDX-License-Identifier: Apache-2.0
-- Tables that the login can reach and that are not bounded as the migrations made them.
select format('the table hermesx.%s is not bounded by row-level security (%s): find out '
    'who took it off, and put it back as docs/guides/postgresql.md shows', c.relname, concat_ws(', ',
        case when not c.relrowsecurity then 'it is off' end,
        case when not c.relforcerowsecurity then 'it is not forced' end,
        case when c.relkind not in ('r', 'p') then 'it is no table' end,
        case when p.polname is null then 'its boundary is missing or another' end))
  from pg_class c
  left join pg_policy p on p.polrelid = c.oid and p.polname = c.relname || '_boundary'
    and not p.polpermissive and p.polcmd = '*'
    and (p.polroles = '{0}' or to_regrole('hermesx_app') = any (p.polroles))
    and regexp_replace(pg_get_expr(p.polqual, c.oid), '\s+', ' ', 'g')
      = '(tenant_id = ( SELECT c.tenant FROM hermesx.current_tenant c))'
    and pg_get_expr(p.polwithcheck, c.oid) = pg_get_expr(p.polqual, c.oid)
  where c.relnamespace = to_regnamespace('hermesx') and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and c.relname not in ('schema_version', 'current_tenant')
    and (has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
      or has_any_column_privilege(c.oid, 'select, insert, update'))
    and (not c.relrowsecurity or not c.relforcerowsecurity or c.relkind not in ('r', 'p')
      or p.polname is null)
  order by c.relname
