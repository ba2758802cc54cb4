-- SPDX-License-Identifier: Apache-2.0
--
-- The tenant of a transaction is sealed: hermesx.tenant holds the tenant, one letter that says what the
-- transaction is for, and an HMAC-SHA256 (RFC 2104) over both. The application login can set the setting
-- and cannot read the key, so SQL of an attacker's own cannot name a tenant that it was not given.
--
--   <36 characters of the uuid><letter><64 hexadecimal digits>
--
--   t  a tenant's transaction
--   s  one that belongs to no tenant (the uuid is nil) and may ask the few questions across tenants
--   a  a tenant's transaction that may also look at other tenants, with its audit event on record

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.context_keys (
  id int generated always as identity primary key,
  key bytea not null check (octet_length(key) = 32),
  inner_pad bytea not null check (octet_length(inner_pad) = 64),
  outer_pad bytea not null check (octet_length(outer_pad) = 64),
  created_at timestamptz not null default pg_catalog.clock_timestamp()
);
comment on table hermesx.context_keys is
    'Every key here opens; the pads are the key, filled up with zeros, xor 0x36 and 0x5c (RFC 2104)';
alter table hermesx.context_keys enable row level security;
alter table hermesx.context_keys force row level security;
revoke all on table hermesx.context_keys from public;
create policy context_keys_owner on hermesx.context_keys for all to hermesx_owner using (true) with check (true);
grant select (inner_pad, outer_pad) on table hermesx.context_keys to hermesx_definer;
create policy context_keys_definer on hermesx.context_keys for select to hermesx_definer using (true);

-- Makes a key, from the strong randomness behind gen_random_uuid (244 bits of it), and returns its text. Those
-- that were there go on opening until hermesx.drop_old_context_keys.
create function hermesx.new_context_key() returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  fresh bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  inner_pad bytea := fresh || decode(repeat('00', 32), 'hex');
  outer_pad bytea := inner_pad;
begin
  for i in 0..63 loop
    outer_pad := set_byte(outer_pad, i, get_byte(outer_pad, i) # x'5c'::int);
    inner_pad := set_byte(inner_pad, i, get_byte(inner_pad, i) # x'36'::int);
  end loop;
  insert into hermesx.context_keys (key, inner_pad, outer_pad) values (fresh, inner_pad, outer_pad);
  return hermesx.context_key();
end
$$;

-- The text of the newest key, which is a secret: it goes into the configuration of the service. Makes the first one.
create function hermesx.context_key() returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  lock table hermesx.context_keys in share row exclusive mode;
  if not exists (select from hermesx.context_keys) then
    return hermesx.new_context_key();
  end if;
  return (select 'hmck_' || encode(k.key, 'hex') from hermesx.context_keys k order by k.id desc limit 1);
end
$$;

-- The end of a rotation: only the newest key opens from now on. Returns how many went.
create function hermesx.drop_old_context_keys() returns bigint
language sql
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from hermesx.context_keys k where k.id < (select max(n.id) from hermesx.context_keys n) returning 1
  )
  select count(*) from gone
$$;

-- A sealed context, for an operator who became hermesx_owner:
--   select set_config('hermesx.tenant', hermesx.sealed_context('…'), true);
create function hermesx.sealed_context(tenant uuid, purpose text default 't') returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select tenant::text || purpose
      || encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(tenant::text || purpose, 'UTF8'))), 'hex')
  from hermesx.context_keys k order by k.id desc limit 1
$$;

revoke all on function hermesx.new_context_key() from public;
revoke all on function hermesx.context_key() from public;
revoke all on function hermesx.drop_old_context_keys() from public;
revoke all on function hermesx.sealed_context(uuid, text) from public;

-- The tenant of the transaction, or an error: a query that forgot it never is an empty answer. It looks at the seal itself
-- and not through a function beside it: a call costs as much as the look.
create or replace function hermesx.require_tenant() returns uuid
language plpgsql stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  told text := current_setting('hermesx.tenant', true);
begin
  if told is null or told = '' then
    raise exception 'no tenant is set for this transaction' using errcode = 'HX001',
      hint = 'go through the store, or let PostgresStore.join set it';
  end if;
  if not exists (select from hermesx.context_keys k
      where encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(told, 37), 'UTF8'))), 'hex')
        = substr(told, 38)) then
    raise exception 'the tenant of this transaction is not sealed with a key of this database' using errcode = 'HX005',
      hint = 'give the store the key that hermesx.context_key() answers';
  end if;
  if substr(told, 37, 1) not in ('t', 'a') then
    raise exception 'this transaction belongs to no tenant' using errcode = 'HX001',
      hint = 'go through forTenant of the store';
  end if;
  return left(told, 36)::uuid;
end
$$;

-- What the transaction is for, checked: for functions that look beyond one tenant.
create function hermesx.require_purpose(purpose text) returns void
language plpgsql stable parallel safe security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  told text := current_setting('hermesx.tenant', true);
begin
  if told is null or substr(told, 37, 1) <> purpose or not exists (select from hermesx.context_keys k
      where encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(told, 37), 'UTF8'))), 'hex')
        = substr(told, 38)) then
    raise exception 'this transaction is not sealed for purpose %', purpose using errcode = 'HX005',
      hint = 'only the store asks this';
  end if;
end
$$;

-- The same for policies, in the one form that is part of the plan of the statement: a function with rights of its own
-- is a call, and queries inside it are prepared anew in each transaction. It reads the keys as its owner, shows
-- nothing but the tenant, and leaves to the function to say what is wrong.
create view hermesx.current_tenant as
  select coalesce(
    (select left(current_setting('hermesx.tenant', true), 36)::uuid
      from hermesx.context_keys k
      where encode(sha256(k.outer_pad || sha256(k.inner_pad
          || convert_to(left(current_setting('hermesx.tenant', true), 37), 'UTF8'))), 'hex')
        = substr(current_setting('hermesx.tenant', true), 38)
        and substr(current_setting('hermesx.tenant', true), 37, 1) in ('t', 'a')),
    hermesx.require_tenant()) as tenant;
comment on view hermesx.current_tenant is 'The tenant of the transaction, or an error: what every boundary compares with';
revoke all on table hermesx.current_tenant from public;
grant select on table hermesx.current_tenant to hermesx_app, hermesx_auditor;

revoke all on function hermesx.require_tenant() from public;
revoke all on function hermesx.require_purpose(text) from public;
grant execute on function hermesx.require_tenant() to hermesx_app, hermesx_auditor, hermesx_owner;
grant create on schema hermesx to hermesx_definer;
alter view hermesx.current_tenant owner to hermesx_definer;
alter function hermesx.require_tenant() owner to hermesx_definer;
alter function hermesx.require_purpose(text) owner to hermesx_definer;
revoke create on schema hermesx from hermesx_definer;

-- The first statement of a transaction that a host opened: it belongs to one tenant from here to its end, and
-- whoever runs it is bound by row-level security. Returns the time of the transaction.
--
-- A host's connection goes from tenant to tenant, and so would what SQL smuggled into one of them left behind: a
-- temporary type, table or view that stands in front of the real one, or another statement under the name of one
-- that the driver prepared. It would run here, with this seal. A session that has either is refused.
create function hermesx.join_transaction(sealed text) returns timestamptz
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  told text := current_setting('hermesx.tenant', true);
begin
  if not row_security_active('hermesx.tenants') then
    raise exception 'row-level security does not bind the login %', current_user using errcode = 'HX003',
      hint = 'join with connections of a login that is a member of hermesx_app and of nothing else';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'the transaction is %, the store is written for read committed', current_setting('transaction_isolation')
      using errcode = 'HX003', hint = 'begin it at read committed';
  end if;
  if exists (select from pg_prepared_statements p where p.from_sql)
      or exists (select from pg_depend d
        where d.refclassid = 'pg_namespace'::regclass and d.refobjid = pg_my_temp_schema()) then
    raise exception 'something temporary is left in this session, which the next tenant would run' using errcode = 'HX008',
      hint = 'take the connection out of the pool; make temporary tables "on commit drop", and do not use PREPARE';
  end if;
  if told <> '' and left(told, 36) <> left(sealed, 36) then
    raise exception 'this transaction belongs to another tenant already' using errcode = 'HX006',
      hint = 'a transaction has one tenant: commit or roll back, then join for the next';
  end if;
  perform set_config('hermesx.tenant', sealed, true);
  perform hermesx.require_tenant();
  return hermesx.clock();
end
$$;
revoke all on function hermesx.join_transaction(text) from public;
grant execute on function hermesx.join_transaction(text) to hermesx_app, hermesx_auditor;

-- The questions across tenants answer to the store alone.
grant create on schema hermesx to hermesx_definer;
set role hermesx_definer;

create or replace function hermesx.audit_staged_tenants(most int) returns setof uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  with recursive waiting as (
    (select s.tenant_id as id from hermesx.audit_stage s order by s.tenant_id limit 1)
    union all
    select (select s.tenant_id from hermesx.audit_stage s where s.tenant_id > w.id
            order by s.tenant_id limit 1)
    from waiting w where w.id is not null
  )
  select id from waiting where id is not null limit most
$$;

create or replace function hermesx.reservations_ended(until timestamptz, at_most int)
returns table (tenant_id uuid, id uuid)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  select r.tenant_id, r.id from hermesx.reservations r
  where r.ends_at <= until order by r.ends_at limit at_most
$$;

create or replace function hermesx.idempotency_due(at_most int) returns setof uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  select distinct k.tenant_id from (
    select i.tenant_id from hermesx.idempotency_keys i
    where i.claimed_at <= hermesx.clock() - interval '24 hours'
    order by i.claimed_at
    limit $1
  ) k
$$;

create or replace function hermesx.try_lease(wanted text, for_owner text, micros bigint) returns boolean
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  with got as (
    insert into hermesx.leases as l (name, owner, until)
    values (wanted, for_owner, hermesx.clock() + micros * interval '1 microsecond')
    on conflict (name) do update set owner = excluded.owner, until = excluded.until
      where l.owner = excluded.owner or l.until <= hermesx.clock()
    returning true
  )
  select exists (select from got)
$$;

create or replace function hermesx.find_api_key(presented bytea)
returns table (tenant_id uuid, status text, id uuid, name text, principal_kind text, principal_id text,
  principal_roles text[], principal_scopes text[], hint text, created_at timestamptz, expires_at timestamptz,
  revoked_at timestamptz)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  select k.tenant_id, t.status, k.id, k.name, k.principal_kind, k.principal_id, k.principal_roles,
    k.principal_scopes, k.hint, k.created_at, k.expires_at, k.revoked_at
  from hermesx.api_keys k join hermesx.tenants t on t.tenant_id = k.tenant_id
  where k.key_hash = $1
$$;

set role hermesx_owner;
revoke create on schema hermesx from hermesx_definer;

call hermesx.applied(12, 'sealed_context');

reset lock_timeout;
reset role;
