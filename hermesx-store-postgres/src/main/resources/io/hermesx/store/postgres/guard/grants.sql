-- What nobody but the owner has: verbs that row-level security does not bind, and ways around the table.
select g.name || '/' || g.who, 'may ' || g.verb || case
    when g.grantee = 0 then ': name a role instead'
    when g.verb = 'truncate' then ', which empties it for every tenant'
    when g.verb = 'references' then ', which tells whether a row of another tenant is there'
    else ', which lets it run code as whoever writes' end
  from grants g where g.relkind in ('r', 'p', 'v', 'm', 'f')
    and (g.grantee = 0 or g.verb in ('truncate', 'references', 'trigger'))
    and not (g.grantee = 0 and g.verb = 'select' and exists (select from tables t where t.oid = g.oid and t.excepted))
union all
select distinct g.name || '/' || g.who, 'has a right on a partition: grant on its table only'
  from grants g where g.relispartition and not ((select ours from asked) and g.who = 'hermesx_backup')
union all
select g.name || '/' || g.who, 'may ' || g.verb || ' a table that is excepted: what one tenant writes there, all have'
  from grants g join tables t on t.oid = g.oid
  where t.excepted and g.verb in ('insert', 'update', 'delete')
union all
select distinct g.name || '/' || g.who, 'has rights, and row-level security does not bind it'
  from grants g join pg_roles r on r.oid = g.grantee
  where (r.rolsuper or r.rolbypassrls) and not ((select ours from asked) and r.rolname = 'hermesx_backup')
union all
select g.name || '/' || g.who, 'may ' || case g.verb when 'usage' then 'draw from' else g.verb end
    || ' a sequence, which counts for all tenants: use random ids or an identity column'
  from grants g where g.relkind = 'S' and g.who <> 'hermesx_backup'
union all
select asked.nspname || '/' || case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end,
    'may create in the schema'
  from asked join pg_namespace n on n.oid = asked.schema cross join lateral aclexplode(n.nspacl) x
  where x.privilege_type = 'CREATE' and x.grantee <> n.nspowner
union all
select asked.nspname || '/' || case x.grantee when 0 then 'PUBLIC' else x.grantee::regrole::text end,
    'has a right on whatever ' || d.defaclrole::regrole || ' will make there (alter default privileges)'
  from asked join pg_default_acl d on d.defaclnamespace in (asked.schema, 0)
    and d.defaclobjtype in ('r', 'S')
    and (d.defaclnamespace <> 0 or d.defaclrole in (select relowner from tables))
  cross join lateral aclexplode(d.defaclacl) x
  where x.grantee <> d.defaclrole and (x.grantee = 0 or x.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    or d.defaclobjtype = 'S') and not (asked.ours and x.grantee = to_regrole('hermesx_backup'))
