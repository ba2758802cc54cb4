with exceptions as (
  select split_part(e, ' ', 1) as kind, split_part(e, ' ', 2) as name, split_part(e, ' ', 3) as reason
  from unnest(?::text[]) e
), tables as (
  select c.*, c.oid::regclass::text as name, a.attnum as tenant,
    c.oid::regclass::text in (select name from exceptions where kind = 'definer') as definer
  from pg_class c
  left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    and a.atttypid = 'uuid'::regtype and a.attnotnull
  where c.relnamespace = 'hermesx'::regnamespace and c.relkind in ('r', 'p')
    and c.oid::regclass::text not in (select name from exceptions where kind = 'table')
), grants as (
  select c.oid, c.oid::regclass::text as name, c.relkind, g.grantee, lower(g.privilege_type) as verb
  from pg_class c
  cross join lateral (
    select * from aclexplode(c.relacl)
    union all
    select x.* from pg_attribute a cross join lateral aclexplode(a.attacl) x where a.attrelid = c.oid
  ) g
  where c.relnamespace = 'hermesx'::regnamespace
), app as (
  select oid, name, array_agg(distinct verb) as verbs from grants
  where grantee = 'hermesx_app'::regrole group by oid, name
)
select name || ': row-level security is off or not forced' from tables
  where not relrowsecurity or not relforcerowsecurity
union all
select name || ': no column tenant_id uuid not null' from tables where tenant is null
union all
select name || ': owned by ' || relowner::regrole::text from tables where relowner <> 'hermesx_owner'::regrole
union all
select t.name || ': the boundary is not that of the template' from tables t
  where not exists (select from pg_policy p where p.polrelid = t.oid and p.polname = t.relname || '_boundary'
    and not p.polpermissive and p.polcmd = '*'
    and pg_get_expr(p.polqual, t.oid) = '(tenant_id = ( SELECT hermesx.require_tenant() AS require_tenant))'
    and pg_get_expr(p.polwithcheck, t.oid) = '(tenant_id = ( SELECT hermesx.require_tenant() AS require_tenant))'
    and (select array_agg(r::regrole::text order by r::regrole::text) from unnest(p.polroles) r)
      = array['hermesx_app', 'hermesx_auditor', 'hermesx_owner'])
union all
select t.name || ': the policy ' || p.polname || ' is for somebody else than the application'
  from tables t join pg_policy p on p.polrelid = t.oid
  where p.polpermissive and p.polroles <> array['hermesx_app'::regrole]::oid[]
    and not (t.definer and p.polcmd = 'r' and p.polroles = array['hermesx_definer'::regrole]::oid[])
    and not (p.polcmd = 'r' and p.polroles = array['hermesx_admin'::regrole]::oid[]
      and pg_get_expr(p.polqual, t.oid) = '( SELECT hermesx.administers() AS administers)')
    and not exists (select from exceptions e where e.kind = 'policy' and e.name = t.name || '/' || p.polname)
union all
select t.name || ': the unique index ' || i.indexrelid::regclass || ' does not lead with tenant_id'
  from tables t join pg_index i on i.indrelid = t.oid
  where i.indisunique and i.indkey[0] is distinct from t.tenant
    and i.indexrelid::regclass::text not in (select name from exceptions where kind = 'unique')
union all
select t.name || ': the foreign key ' || k.conname || ' does not lead with tenant_id on both sides'
  from tables t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
  where k.conkey[1] is distinct from t.tenant or not exists (select from pg_attribute a
    where a.attrelid = k.confrelid and a.attnum = k.confkey[1] and a.attname in ('tenant_id', 'id')
      and (a.attname = 'tenant_id' or k.confrelid = to_regclass('hermesx.tenants')))
union all
select g.name || ': PUBLIC may ' || g.verb from grants g where g.grantee = 0
union all
select a.name || ': the application may ' || v from app a cross join unnest(a.verbs) v
  where v not in ('select', 'insert', 'update', 'delete')
union all
select a.name || ': the application may ' || v from app a cross join unnest(a.verbs) v
  join exceptions e on e.kind = 'table' and e.name = a.name and e.reason not like v || '%'
union all
select t.name || ': the application may change rows, but their tenant is not fixed'
  from tables t join app a on a.oid = t.oid
  where a.verbs && array['update', 'delete'] and not exists (select from pg_trigger g where g.tgrelid = t.oid
    and g.tgname = t.relname || '_tenant_fixed' and g.tgenabled in ('O', 'A'))
union all
select t.name || ': lacks the trigger ' || w.suffix from tables t left join app a on a.oid = t.oid
  cross join (values ('_append_only'), ('_never_emptied')) w (suffix)
  where not coalesce(a.verbs, '{}') && array['update', 'delete'] and not exists (select from pg_trigger g
    where g.tgrelid = t.oid and g.tgname = t.relname || w.suffix and g.tgenabled in ('O', 'A'))
union all
select t.name || ': rows can be changed although it is append-only'
  from tables t join app a on a.oid = t.oid join pg_trigger g on g.tgrelid = t.oid
  where g.tgname = t.relname || '_append_only' and a.verbs && array['update', 'delete']
union all
select c.oid::regclass || ': is a view or a foreign table' from pg_class c
  where c.relnamespace = 'hermesx'::regnamespace and c.relkind in ('v', 'm', 'f')
union all
select f.oid::regprocedure || ': not one of the security definer functions, or not made by define_across'
  from pg_proc f
  where f.pronamespace = 'hermesx'::regnamespace and f.prosecdef and (
    replace(f.oid::regprocedure::text, ' ', '_') not in (select name from exceptions where kind = 'function')
    or f.proowner <> 'hermesx_definer'::regrole
    or not 'search_path=pg_catalog, pg_temp' = any (coalesce(f.proconfig, '{}'))
    or f.proacl is null or exists (select from aclexplode(f.proacl) x where x.grantee = 0))
union all
select f.oid::regprocedure || ': is called leakproof' from pg_proc f
  where f.pronamespace = 'hermesx'::regnamespace and f.proleakproof
union all
select 'the schema: ' || case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end || ' may create'
  from pg_namespace n cross join lateral aclexplode(n.nspacl) x
  where n.nspname = 'hermesx' and x.privilege_type = 'CREATE'
    and x.grantee not in ('hermesx_owner'::regrole, 'hermesx_migrator'::regrole)
union all
select m.member::regrole || ' is a member of ' || m.roleid::regrole from pg_auth_members m
  where m.member::regrole::text like 'hermesx\_%'
    and (m.member, m.roleid) not in (('hermesx_owner'::regrole, 'hermesx_definer'::regrole),
      ('hermesx_migrator'::regrole, 'hermesx_owner'::regrole))
union all
select r.rolname || ' can do more than it should' from pg_roles r
  where r.rolname like 'hermesx\_%'
    and (r.rolsuper or r.rolbypassrls <> (r.rolname = 'hermesx_backup') or r.rolcreaterole or r.rolcreatedb or r.rolreplication)
