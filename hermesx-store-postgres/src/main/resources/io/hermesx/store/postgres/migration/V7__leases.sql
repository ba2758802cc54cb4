-- SPDX-License-Identifier: Apache-2.0
--
-- Leases belong to processes, not to tenants: nobody reads the table but the function below.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.leases (
  name text primary key check (length(name) between 1 and 128),
  owner text not null check (length(owner) between 1 and 128),
  until timestamptz not null
);
alter table hermesx.leases enable row level security;
alter table hermesx.leases force row level security;
revoke all on table hermesx.leases from public;
grant select, insert, update on table hermesx.leases to hermesx_definer;
create policy leases_definer on hermesx.leases for all to hermesx_definer using (true) with check (true);

create function hermesx.try_lease(wanted text, for_owner text, micros bigint) returns boolean
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  with got as (
    insert into hermesx.leases as l (name, owner, until)
    values (wanted, for_owner, hermesx.clock() + micros * interval '1 microsecond')
    on conflict (name) do update set owner = excluded.owner, until = excluded.until
      where l.owner = excluded.owner or l.until <= hermesx.clock()
    returning true
  )
  select exists (select from got)
$$;
call hermesx.define_across('hermesx.try_lease(text, text, bigint)');

call hermesx.applied(7, 'leases');

reset lock_timeout;
reset role;
