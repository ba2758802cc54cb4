-- What every rule starts from: the tables of a schema, their parts wherever those lie, and who may do what.
with recursive asked as (
  select n.oid as schema, n.nspname, x.excepted, n.nspname = 'hermesx' as ours
  from (select ?::text as schema, ?::text[] as excepted) x join pg_namespace n on n.nspname = x.schema
), tree as (
  select c.oid from pg_class c, asked where c.relnamespace = asked.schema and c.relkind in ('r', 'p')
  union
  select i.inhrelid from tree t join pg_inherits i on i.inhparent = t.oid
), tables as (
  select c.oid, c.oid::regclass::text as name, c.relname, c.relkind, c.relowner, c.relispartition,
    c.relrowsecurity, c.relforcerowsecurity, a.attnum as tenant, a.atthasdef, asked.ours,
    c.oid::regclass::text = any (asked.excepted) as excepted
  from tree join pg_class c on c.oid = tree.oid cross join asked
  left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum > 0
    and not a.attisdropped and a.atttypid = 'uuid'::regtype and a.attnotnull
), grants as (
  select c.oid, c.oid::regclass::text as name, c.relkind, c.relispartition, g.grantee,
    case g.grantee when 0 then 'PUBLIC' else g.grantee::regrole::text end as who, lower(g.privilege_type) as verb
  from pg_class c
  cross join lateral (
    select x.grantee, x.privilege_type from aclexplode(c.relacl) x
    union
    select x.grantee, x.privilege_type from pg_attribute a cross join lateral aclexplode(a.attacl) x
      where a.attrelid = c.oid
  ) g
  where g.grantee <> c.relowner and (c.oid in (select oid from tables)
    or c.relnamespace = (select schema from asked) and c.relkind in ('S', 'v', 'm', 'f'))
)
