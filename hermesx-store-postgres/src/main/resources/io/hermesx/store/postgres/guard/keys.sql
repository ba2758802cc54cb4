-- Keys within one tenant: a key over all of them tells whether another tenant has a value.
select i.indexrelid::regclass::text, 'it is unique over all tenants: let it begin with tenant_id'
  from tables t join pg_index i on i.indrelid = t.oid
  where not t.excepted and t.tenant is not null and (i.indisunique or i.indisexclusion)
    and i.indkey[0] is distinct from t.tenant
union all
select k.conrelid::regclass || '.' || k.conname, 'it refers across tenants: let it begin with tenant_id on both sides'
  from pg_constraint k
  left join tables f on f.oid = k.conrelid
  left join tables t on t.oid = k.confrelid
  where k.contype = 'f' and k.conparentid = 0 and (f.oid is not null and not f.excepted or t.oid is not null and not t.excepted)
    and not coalesce(t.excepted, false)
    and not exists (select from pg_attribute a join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
      where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'tenant_id' and b.attname = 'tenant_id')
union all
select k.conrelid::regclass || '.' || k.conname || '/index', 'no index of ' || t.name || ' begins with its columns'
  from tables t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f' and k.conparentid = 0
  where not t.excepted and not exists (select from pg_index i where i.indrelid = t.oid and i.indpred is null
    and i.indisvalid and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
