-- Everything that the migrations gave and made in the schema hermesx, one fact a line: hermesx.txt is the list.
with ours (name) as (values ('hermesx_owner'), ('hermesx_definer'), ('hermesx_migrator'), ('hermesx_app'), ('hermesx_writer'),
  ('hermesx_auditor'), ('hermesx_maintenance'), ('hermesx_admin'), ('hermesx_backup'), ('hermesx_host'))
select format('grant %s %s %s', t.name, t.who, string_agg(t.what, ', ' order by t.what)) as fact
  from (
    select c.oid::regclass::text as name, x.grantee::regrole::text as who,
        lower(x.privilege_type) || case when x.is_grantable then '*' else '' end as what
      from pg_class c cross join lateral aclexplode(c.relacl) x
      where c.relnamespace = 'hermesx'::regnamespace and x.grantee not in (0, c.relowner)
    union all
    select c.oid::regclass::text, x.grantee::regrole::text, lower(x.privilege_type)
        || case when x.is_grantable then '*' else '' end || '(' || string_agg(a.attname, ',' order by a.attnum) || ')'
      from pg_class c join pg_attribute a on a.attrelid = c.oid cross join lateral aclexplode(a.attacl) x
      where c.relnamespace = 'hermesx'::regnamespace and x.grantee not in (0, c.relowner)
      group by c.oid, x.grantee, x.privilege_type, x.is_grantable
  ) t group by t.name, t.who
union all
select format('policy %s %s %s for %s to %s%s%s', p.polrelid::regclass, p.polname,
    case when p.polpermissive then 'permissive' else 'restrictive' end,
    case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
    (select string_agg(case r when 0 then 'PUBLIC' else r::regrole::text end, ', ' order by r::regrole::text)
      from unnest(p.polroles) r),
    ' using ' || regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s+', ' ', 'g'),
    ' check ' || regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\s+', ' ', 'g'))
  from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'hermesx'::regnamespace
union all
select format('trigger %s%s %s', c.oid::regclass, case g.tgenabled when 'O' then '' else ' ' || g.tgenabled::text end,
    regexp_replace(pg_get_triggerdef(g.oid), '^CREATE ', ''))
  from pg_trigger g join pg_class c on c.oid = g.tgrelid
  where c.relnamespace = 'hermesx'::regnamespace and not g.tgisinternal
union all
select format('routine %s %s %s%s%s of %s for %s', f.oid::regprocedure,
    case f.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    case when f.prosecdef then 'definer' else 'invoker' end,
    case when f.proleakproof then ' leakproof' else '' end,
    ' ' || array_to_string(f.proconfig, ' '),
    (select case when o.rolsuper then 'a superuser' else o.rolname end from pg_roles o where o.oid = f.proowner),
    coalesce((select string_agg(case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end
        || case when x.is_grantable then '*' else '' end, ', ' order by x.grantee::regrole::text)
      from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) x where x.grantee <> f.proowner), 'its owner'))
  from pg_proc f where f.pronamespace = 'hermesx'::regnamespace
union all
select format('view %s of %s%s as %s', c.oid::regclass, c.relowner::regrole, ' ' || array_to_string(c.reloptions, ' '),
    regexp_replace(pg_get_viewdef(c.oid), '\s+', ' ', 'g'))
  from pg_class c where c.relnamespace = 'hermesx'::regnamespace and c.relkind = 'v'
union all
select format('event trigger %s on %s of %s calls %s%s', e.evtname, e.evtevent, array_to_string(e.evttags, ', '), e.evtfoid::regproc,
    case e.evtenabled when 'O' then '' else ' ' || e.evtenabled::text end)
  from pg_event_trigger e where e.evtname like 'hermesx\_%'
union all
select format('schema %s %s', case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end,
    string_agg(lower(x.privilege_type) || case when x.is_grantable then '*' else '' end, ', ' order by x.privilege_type))
  from pg_namespace n cross join lateral aclexplode(n.nspacl) x
  where n.nspname = 'hermesx' and x.grantee <> n.nspowner group by x.grantee
union all
select format('default %s %s of %s', case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end,
    lower(x.privilege_type) || case when x.is_grantable then '*' else '' end || ' on '
      || case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines' else 'types' end,
    d.defaclrole::regrole)
  from pg_default_acl d cross join lateral aclexplode(d.defaclacl) x
  where d.defaclnamespace = 'hermesx'::regnamespace and x.grantee <> d.defaclrole
union all
select format('member %s of %s', m.member::regrole, m.roleid::regrole) from pg_auth_members m
  where m.member::regrole::text in (select name from ours)
union all
select 'role ' || concat_ws(' ', r.rolname, case when r.rolsuper then 'superuser' end,
    case when r.rolbypassrls then 'bypassrls' end, case when r.rolcreaterole then 'createrole' end,
    case when r.rolcreatedb then 'createdb' end, case when r.rolreplication then 'replication' end)
  from pg_roles r where r.rolname in (select name from ours)
order by 1
