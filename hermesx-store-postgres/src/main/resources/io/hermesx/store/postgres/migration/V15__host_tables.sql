-- SPDX-License-Identifier: Apache-2.0
--
-- Tables of the host under the boundary of ours. Whoever owns them calls hermesx.protect_host_table, as a member
-- of hermesx_host; whoever works on them keeps the grants that the host gave.

set role hermesx_owner;
set lock_timeout = '5s';

-- Whether a table has what the boundary needs; otherwise an error that says everything it lacks.
create procedure hermesx.require_host_table(target regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  found record;
  faults text[] := '{}';
begin
  select c.relkind, c.relnamespace::regnamespace::text as schema, c.relowner, c.relispartition,
      a.atttypid = 'uuid'::regtype as is_uuid, a.attnotnull as is_required
    into found from pg_class c left join pg_attribute a
      on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum > 0 and not a.attisdropped
    where c.oid = target;
  if found.relkind not in ('r', 'p') then
    faults := faults || 'it is no table; protect the tables that it shows'::text;
  end if;
  if found.schema in ('hermesx', 'pg_catalog', 'information_schema') or found.schema like 'pg\_t%' then
    faults := faults || format('the schema %s is not yours; keep your tables in one of your own', found.schema);
  end if;
  if found.relispartition then
    faults := faults || 'it is a partition; name the table that it is part of'::text;
  end if;
  if not pg_has_role(current_user, found.relowner, 'usage') then
    faults := faults || format('%s does not own it; call this as %s', current_user, found.relowner::regrole);
  end if;
  if found.is_uuid is null then
    faults := faults || 'it has no column tenant_id; add one, "tenant_id uuid not null"'::text;
  elsif not found.is_uuid then
    faults := faults || 'its column tenant_id is no uuid; change its type'::text;
  elsif not found.is_required then
    faults := faults || 'its column tenant_id may be null; fill it, then set it not null'::text;
  end if;
  if faults <> '{}' then
    raise exception '% cannot be protected: %', target, array_to_string(faults, '; ') using errcode = 'HX003';
  end if;
end
$$;

-- Puts a table of the host, with all its partitions, under the boundary: enabled and forced row-level security, one
-- restrictive policy that shows each transaction the rows of its tenant and no others, one permissive policy that
-- opens those to whom the host granted the table, a tenant that never changes, and no right for PUBLIC.
--
-- Call it right after the table is made, and again after a partition was added. A second call changes nothing. It
-- keeps keys as they are; the guard (IsolationGuard) says which of them reach across tenants.
create procedure hermesx.protect_host_table(target regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  part regclass;
begin
  call hermesx.require_host_table(target);
  for part in with recursive tree as (
      select target::oid as id, 0 as depth
      union
      select i.inhrelid, t.depth + 1 from tree t join pg_inherits i on i.inhparent = t.id)
      select id from tree order by depth, id loop
    call hermesx.bound_host_table(part);
  end loop;
end
$$;

-- The same for one table alone, without its partitions.
create procedure hermesx.bound_host_table(target regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
set client_min_messages = warning
as $$
declare
  boundary constant text := '(tenant_id = ( SELECT c.tenant FROM hermesx.current_tenant c))';
  found record;
begin
  select c.relrowsecurity as secured, c.relforcerowsecurity as forced, a.attnum as tenant, a.atthasdef as has_default,
      exists (select from aclexplode(c.relacl) x where x.grantee = 0)
        or exists (select from pg_attribute p, aclexplode(p.attacl) x where p.attrelid = c.oid and x.grantee = 0) as is_open
    into found from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' where c.oid = target;
  if not found.secured then
    execute format('alter table only %s enable row level security', target);
  end if;
  if not found.forced then
    execute format('alter table only %s force row level security', target);
  end if;
  if found.is_open then
    execute format('revoke all on table %s from public', target);
  end if;
  if not found.has_default then
    execute format('alter table only %s alter column tenant_id set default hermesx.require_tenant()', target);
  end if;
  if not exists (select from pg_policy where polrelid = target and polname = 'hermesx_boundary' and not polpermissive
      and polcmd = '*' and polroles = '{0}' and regexp_replace(pg_get_expr(polqual, polrelid), '\s+', ' ', 'g') = boundary
      and pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid)) then
    execute format('drop policy if exists hermesx_boundary on %s', target);
    execute format('create policy hermesx_boundary on %s as restrictive for all to public using (%s) with check (%2$s)',
        target, 'tenant_id = (select c.tenant from hermesx.current_tenant c)');
  end if;
  if not exists (select from pg_policy where polrelid = target and polname = 'hermesx_rows' and polpermissive
      and polcmd = '*' and polroles = '{0}' and pg_get_expr(polqual, polrelid) = 'true'
      and pg_get_expr(polwithcheck, polrelid) = 'true') then
    execute format('drop policy if exists hermesx_rows on %s', target);
    execute format('create policy hermesx_rows on %s for all to public using (true) with check (true)', target);
  end if;
  if not exists (select from pg_trigger where tgrelid = target and tgname = 'hermesx_tenant_fixed'
      and tgenabled in ('O', 'A') and tgfoid = 'hermesx.refuse_change'::regproc) then
    execute format('drop trigger if exists hermesx_tenant_fixed on %s', target);
    execute format('create trigger hermesx_tenant_fixed before update of tenant_id on %s for each row '
        'when (old.tenant_id is distinct from new.tenant_id) execute function hermesx.refuse_change(%L)',
        target, 'a row never changes its tenant');
  end if;
end
$$;

revoke all on procedure hermesx.require_host_table(regclass) from public;
revoke all on procedure hermesx.bound_host_table(regclass) from public;
revoke all on procedure hermesx.protect_host_table(regclass) from public;
grant execute on procedure hermesx.require_host_table(regclass), hermesx.bound_host_table(regclass),
    hermesx.protect_host_table(regclass) to hermesx_host;
-- With these the owner of the tables can bring its rows from one state to the next, tenant by tenant.
grant execute on function hermesx.join_transaction(text) to hermesx_host;
set role hermesx_definer;
grant execute on function hermesx.require_tenant() to hermesx_host;
grant select on table hermesx.current_tenant to hermesx_host;
set role hermesx_owner;

call hermesx.applied(15, 'host_tables');

reset lock_timeout;
reset role;
