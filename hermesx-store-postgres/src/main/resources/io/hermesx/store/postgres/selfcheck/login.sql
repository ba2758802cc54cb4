-- SPDX-License-Identifier: Apache-2.0
-- Why row-level security would not hold the login, one line for each role that it is or may become.
select distinct format('the login %s %s: row-level security does not hold it. Log in as '
    'hermesx_app, or grant hermesx_app to a login that is and may become nothing else', u,
    case when r.rolsuper then 'is superuser' || via
         when r.rolbypassrls then 'has BYPASSRLS' || via
         else 'may act as ' || r.rolname end)
  from unnest(array[session_user, current_user]) u
  join pg_roles r on pg_has_role(u, r.oid, 'member')
  cross join lateral (select case when r.rolname = u then '' else ' through ' || r.rolname end) v (via)
  where (select not rolsuper from pg_roles where rolname = u) and (r.rolsuper or r.rolbypassrls
    or r.rolname in ('hermesx_owner', 'hermesx_definer', 'hermesx_migrator', 'hermesx_writer',
      'hermesx_maintenance', 'hermesx_admin', 'hermesx_backup')
    or r.oid in (select relowner from pg_class where relnamespace = to_regnamespace('hermesx')))
    or r.rolname = u and r.rolsuper
