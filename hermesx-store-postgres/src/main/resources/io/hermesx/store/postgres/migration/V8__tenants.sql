-- SPDX-License-Identifier: Apache-2.0
--
-- What is known about each tenant itself: one row at most, which only the tenant sees. The list of all of
-- them is a function, for operators.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.tenants (
  tenant_id uuid not null primary key,
  name text not null check (char_length(name) between 1 and 200),
  status text not null check (status in ('ACTIVE', 'SUSPENDED')),
  version bigint not null check (version >= 1),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
call hermesx.protect('hermesx.tenants', 'select, insert, update', 'select');
revoke update on table hermesx.tenants from hermesx_app;
grant update (name, status, version, updated_at) on table hermesx.tenants to hermesx_app;
revoke select on table hermesx.tenants from hermesx_definer;
grant select (tenant_id, name, status, version, created_at, updated_at) on table hermesx.tenants to hermesx_definer;

-- A page of all tenants in ascending order of id. Whoever offers it to callers checks that they may.
create function hermesx.list_tenants(after uuid, at_most int)
returns table (tenant_id uuid, name text, status text, version bigint, created_at timestamptz, updated_at timestamptz)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select t.tenant_id, t.name, t.status, t.version, t.created_at, t.updated_at
  from hermesx.tenants t
  where $1 is null or t.tenant_id > $1
  order by t.tenant_id
  limit least($2, 1000)
$$;
call hermesx.define_across('hermesx.list_tenants(uuid, int)');

call hermesx.applied(8, 'tenants');

reset lock_timeout;
reset role;
