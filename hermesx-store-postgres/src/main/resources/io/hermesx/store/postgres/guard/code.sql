-- Ways past a table: views, copies, foreign tables, and functions that run as somebody else.
select c.oid::regclass::text, case c.relkind when 'm' then 'it is a materialized view: a copy that no policy bounds'
    when 'f' then 'it is a foreign table, which has no policies' end
  from pg_class c join asked on c.relnamespace = asked.schema where c.relkind in ('m', 'f')
union all
select distinct c.oid::regclass::text, case c.relkind
    when 'm' then 'it is a materialized view of ' || t.name || ': a copy that no policy bounds'
    else 'it is a view of ' || t.name || ' that reads as its owner: set (security_invoker = true)' end
  from tables t
  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid and d.classid = 'pg_rewrite'::regclass
  join pg_rewrite r on r.oid = d.objid
  join pg_class c on c.oid = r.ev_class
  where not t.excepted and (c.relkind = 'm' and c.relnamespace <> (select schema from asked)
    or c.relkind = 'v' and not coalesce((select o.option_value::bool from pg_options_to_table(c.reloptions) o
      where o.option_name = 'security_invoker'), false))
union all
select distinct c.oid::regclass::text, 'it is a part of a table and a foreign table, which has no policies'
  from tables t join pg_class c on c.oid = t.oid where c.relkind = 'f' and c.relnamespace <> (select schema from asked)
union all
select f.oid::regprocedure::text, 'it runs as its owner ' || f.proowner::regrole
    || ' (security definer): take that off, or except it and say why'
  from pg_proc f join asked on f.pronamespace = asked.schema where f.prosecdef
union all
select f.oid::regprocedure || '/search_path', 'a security definer without set search_path = pg_catalog, pg_temp'
  from pg_proc f join asked on f.pronamespace = asked.schema
  where f.prosecdef and not 'search_path=pg_catalog, pg_temp' = any (coalesce(f.proconfig, '{}'))
union all
select f.oid::regprocedure || '/PUBLIC', 'a security definer that everybody may call'
  from pg_proc f join asked on f.pronamespace = asked.schema
  where f.prosecdef and (f.proacl is null or exists (select from aclexplode(f.proacl) x where x.grantee = 0))
union all
select f.oid::regprocedure || '/owner', 'a security definer of ' || o.rolname || ', whom no policy binds'
  from pg_proc f join asked on f.pronamespace = asked.schema join pg_roles o on o.oid = f.proowner
  where f.prosecdef and (o.rolsuper or o.rolbypassrls)
union all
select f.oid::regprocedure || '/leakproof', 'it is called leakproof: it may see rows before a policy hides them'
  from pg_proc f join asked on f.pronamespace = asked.schema where f.proleakproof
