-- SPDX-License-Identifier: Apache-2.0
--
-- The boundary as it would be without the seal: it reads the tenant and looks at nothing else. Only ever in the
-- database that a benchmark compares with; the store refuses it at its start.

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
