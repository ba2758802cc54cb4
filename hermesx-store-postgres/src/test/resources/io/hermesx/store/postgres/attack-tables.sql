-- Every table that has a tenant: its name, its columns, a value for each, its key, and a column that the
-- application may change (or any other than the tenant).
select c.oid::regclass::text,
    string_agg(quote_ident(a.attname), ', ' order by a.attnum),
    string_agg(case
        when a.attname = 'tenant_id' then '''TENANT''::uuid'
        when not a.attnotnull then 'null'
        when y.typcategory = 'A' then '''{}'''
        when a.atttypid = 'uuid'::regtype then 'gen_random_uuid()'
        when a.atttypid = 'bytea'::regtype then format('sha256(''TENANT%s'')', a.attname)
        when a.atttypid in ('json'::regtype, 'jsonb'::regtype) then
          format('to_json(''kept-'' || md5(''TENANT%s''))', a.attname)
        when a.atttypid = 'interval'::regtype then '''1 second'''
        when y.typcategory = 'D' then 'now()'
        when y.typcategory = 'B' then 'true'
        when y.typcategory = 'N' then '(''x'' || left(md5(''TENANT''), 3))::bit(12)::int'
        else format('''kept-'' || md5(''TENANT%s'')', a.attname) end, ', ' order by a.attnum),
    (select string_agg(quote_ident(k.attname), ', ' order by k.attnum) from pg_attribute k
      join pg_index i on i.indrelid = c.oid and i.indisprimary and k.attnum = any (i.indkey)
      where k.attrelid = c.oid),
    (select quote_ident(u.attname) from pg_attribute u
      where u.attrelid = c.oid and u.attnum > 0 and not u.attisdropped and u.attname <> 'tenant_id'
        and u.attidentity = '' and u.attgenerated = ''
      order by has_column_privilege('hermesx_app', c.oid, u.attnum, 'update') desc, u.attnum desc limit 1)
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  join pg_type y on y.oid = a.atttypid
  where c.relnamespace = 'hermesx'::regnamespace and c.relkind in ('r', 'p')
    and not c.relispartition and exists (select from pg_attribute t
      where t.attrelid = c.oid and t.attname = 'tenant_id' and t.attnum > 0)
  group by c.oid order by 1
