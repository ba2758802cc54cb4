-- SPDX-License-Identifier: Apache-2.0
--
-- The boundary as it was before the seal: a function that reads the tenant and looks at nothing else, called in
-- every policy. Only ever in the database that a benchmark compares with; the store refuses it at its start.

create or replace function hermesx.require_tenant() returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  told text := current_setting('hermesx.tenant', true);
begin
  if told is null or told = '' then
    raise exception 'no tenant is set for this transaction' using errcode = 'HX001';
  end if;
  return left(told, 36)::uuid;
end
$$;

do $$
declare
  target record;
begin
  for target in select p.polrelid::regclass as name, p.polname from pg_policy p where p.polname like '%\_boundary' loop
    execute format('alter policy %I on %s using (tenant_id = (select hermesx.require_tenant()))'
        ' with check (tenant_id = (select hermesx.require_tenant()))', target.polname, target.name);
  end loop;
end
$$;
