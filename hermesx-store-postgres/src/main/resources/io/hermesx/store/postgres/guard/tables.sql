-- Row-level security, the boundary, the tenant of a row, and who owns the table.
select t.name, concat_ws(' and ', case when not t.relrowsecurity then 'row-level security is off' end,
    case when not t.relforcerowsecurity then 'row-level security is not forced' end)
    || case when t.relispartition then ' on this partition: protect its table again' else '' end
  from tables t where not t.excepted and not (t.relrowsecurity and t.relforcerowsecurity)
union all
select t.name, 'it has no column tenant_id uuid not null' from tables t where not t.excepted and t.tenant is null
union all
select t.name, 'its boundary is missing, or not the one of the template' from tables t
  where not t.excepted and not exists (select from pg_policy p where p.polrelid = t.oid
    and p.polname = case when t.ours then t.relname || '_boundary' else 'hermesx_boundary' end
    and not p.polpermissive and p.polcmd = '*'
    and regexp_replace(pg_get_expr(p.polqual, t.oid), '\s+', ' ', 'g') = '(tenant_id = ( SELECT c.tenant FROM hermesx.current_tenant c))'
    and pg_get_expr(p.polwithcheck, t.oid) = pg_get_expr(p.polqual, t.oid)
    and (select array_agg(case r when 0 then 'PUBLIC' else r::regrole::text end order by r::regrole::text)
        from unnest(p.polroles) r)
      = case when t.ours then array['hermesx_app', 'hermesx_auditor', 'hermesx_owner'] else array['PUBLIC'] end)
union all
select t.name, 'the tenant of a row can be changed: the trigger against it is missing, off or another' from tables t
  where not t.excepted and t.tenant is not null and not exists (select from pg_trigger g
    cross join lateral (select substr(d, strpos(d, ' BEFORE ') + 1)
      from replace(split_part(pg_get_triggerdef(g.oid), ', ON TABLE ', 1), ' ON ' || t.name || ' ', ' ON it ') d) x (body)
    where g.tgrelid = t.oid and g.tgenabled in ('O', 'A') and x.body in (
      'BEFORE UPDATE OF tenant_id ON it FOR EACH ROW WHEN ((old.tenant_id IS DISTINCT FROM new.tenant_id)) '
        'EXECUTE FUNCTION hermesx.refuse_change(''a row never changes its tenant'')',
      'BEFORE DELETE OR UPDATE ON it FOR EACH STATEMENT EXECUTE FUNCTION hermesx.refuse_change()'))
union all
select t.name, 'its trigger ' || g.tgname || ' is off' from tables t join pg_trigger g on g.tgrelid = t.oid
  where g.tgenabled not in ('O', 'A')
union all
select t.name, 'the default of tenant_id is not the tenant of the transaction' from tables t
  join pg_attrdef d on d.adrelid = t.oid and d.adnum = t.tenant
  where not t.excepted and pg_get_expr(d.adbin, d.adrelid) <> 'hermesx.require_tenant()'
union all
select t.name, 'it is owned by ' || o.rolname || ', whom row-level security does not bind' from tables t
  join pg_roles o on o.oid = t.relowner where not t.excepted and (o.rolsuper or o.rolbypassrls)
union all
select t.name, 'it is owned by ' || t.relowner::regrole || ', not by hermesx_owner' from tables t
  where t.ours and not t.excepted and t.relowner <> 'hermesx_owner'::regrole
union all
select t.name, 'its owner ' || t.relowner::regrole || ' is the service''s login, or within its reach: ' || r.rolname
    || ' may act as both'
  from tables t join pg_roles r on not r.rolsuper and pg_has_role(r.oid, t.relowner, 'member')
    and pg_has_role(r.oid, 'hermesx_app', 'member')
  where not t.ours and not t.excepted
union all
select t.name, 'it has the rule ' || r.rulename || ', which rewrites statements: use a trigger' from tables t
  join pg_rewrite r on r.ev_class = t.oid
