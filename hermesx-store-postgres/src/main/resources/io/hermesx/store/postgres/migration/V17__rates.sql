-- SPDX-License-Identifier: Apache-2.0
--
-- What rate limits have counted, where PostgreSQL alone is shared by the processes. The numbers are those of
-- io.hermesx.core.ratelimit.arithmetic, which computes with them; here they are only kept. A key is a digest: neither
-- limit, nor user, nor anything else that was counted can be read from it.
--
-- A row that is not there says that nothing is in use, and so does one whose time is over (idle_at). That time is set an
-- hour later than it has to be, and moved again only when it no longer suffices: so most updates change no index.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.rate_state (
  tenant_id uuid not null,
  key bytea not null check (octet_length(key) = 32),
  numbers bigint[] not null,
  idle_at timestamptz not null,
  primary key (tenant_id, key)
) with (fillfactor = 50);
comment on column hermesx.rate_state.idle_at is 'From when on the row says no more than its absence';
create index rate_state_idle on hermesx.rate_state (idle_at);
call hermesx.protect('hermesx.rate_state', 'select, insert, update');
revoke update on table hermesx.rate_state from hermesx_app;
grant update (numbers, idle_at) on table hermesx.rate_state to hermesx_app;

create table hermesx.rate_returned (
  tenant_id uuid not null,
  permit uuid not null,
  idle_at timestamptz not null,
  primary key (tenant_id, permit)
);
comment on table hermesx.rate_returned is 'Permits that were given back, which happens once';
create index rate_returned_idle on hermesx.rate_returned (idle_at);
call hermesx.protect('hermesx.rate_returned', 'select, insert');
-- The application only ever adds to it; whoever sweeps deletes.
drop trigger rate_returned_append_only on hermesx.rate_returned;
drop trigger rate_returned_never_emptied on hermesx.rate_returned;
create trigger rate_returned_tenant_fixed before update of tenant_id on hermesx.rate_returned for each row
  when (old.tenant_id is distinct from new.tenant_id)
  execute function hermesx.refuse_change('a row never changes its tenant');

-- Limits that all tenants share: no row is a tenant's, and nobody reads the table but the functions below, which
-- answer to the store alone.
create table hermesx.rate_state_of_all (
  key bytea primary key check (octet_length(key) = 32),
  numbers bigint[] not null,
  idle_at timestamptz not null
) with (fillfactor = 50);
create index rate_state_of_all_idle on hermesx.rate_state_of_all (idle_at);
alter table hermesx.rate_state_of_all enable row level security;
alter table hermesx.rate_state_of_all force row level security;
revoke all on table hermesx.rate_state_of_all from public;
grant select, insert, delete, update (numbers, idle_at) on table hermesx.rate_state_of_all to hermesx_definer;
create policy rate_state_of_all_definer on hermesx.rate_state_of_all for all to hermesx_definer
  using (true) with check (true);

-- Locks the rows of some keys until the end of the transaction, makes those that are missing, and answers with their
-- numbers and the time in microseconds, both as of after the lock.
create function hermesx.lock_rates_of_all(wanted bytea[]) returns table (key bytea, numbers bigint[], micros bigint)
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  insert into hermesx.rate_state_of_all (key, numbers, idle_at)
  select w.key, '{}', hermesx.clock() + interval '1 hour' from unnest($1) as w (key) order by w.key
  on conflict (key) do update set numbers = excluded.numbers where false;
  select r.key, r.numbers, (extract(epoch from clock_timestamp()) * 1000000)::bigint
  from hermesx.rate_state_of_all r where r.key = any ($1)
$$;
call hermesx.define_across('hermesx.lock_rates_of_all(bytea[])');

-- Keeps the numbers of keys that the transaction has locked, until times in microseconds.
create function hermesx.keep_rates_of_all(keys bytea[], numbers text[], until bigint[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  update hermesx.rate_state_of_all r
  set numbers = n.numbers::bigint[],
      idle_at = case when r.idle_at between n.until and n.until + interval '2 hours' then r.idle_at
                     else n.until + interval '1 hour' end
  from (select u.key, u.numbers, timestamptz 'epoch' + u.until * interval '1 microsecond' as until
        from unnest($1, $2, $3) as u (key, numbers, until)) n
  where r.key = n.key
$$;
call hermesx.define_across('hermesx.keep_rates_of_all(bytea[], text[], bigint[])');

-- Forgets rows that say no more than their absence, of every tenant, and answers how many. A policy lets it reach no
-- others. It waits for nobody and locks rows in an order of its own, so it leaves out what is locked.
grant select (tenant_id, key, idle_at), update (idle_at), delete on table hermesx.rate_state to hermesx_definer;
create policy rate_state_definer on hermesx.rate_state for all to hermesx_definer
  using (idle_at <= hermesx.clock()) with check (false);
grant select (tenant_id, permit, idle_at), update (idle_at), delete on table hermesx.rate_returned to hermesx_definer;
create policy rate_returned_definer on hermesx.rate_returned for all to hermesx_definer
  using (idle_at <= hermesx.clock()) with check (false);
create function hermesx.forget_idle_rates(at_most int) returns bigint
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  select hermesx.require_purpose('s');
  with idle as materialized (
    select s.tenant_id, s.key from hermesx.rate_state s
    where s.idle_at <= hermesx.clock() order by s.idle_at limit $1 for update skip locked
  ),
  returned as materialized (
    select s.tenant_id, s.permit from hermesx.rate_returned s
    where s.idle_at <= hermesx.clock() order by s.idle_at limit $1 for update skip locked
  ),
  shared as materialized (
    select s.key from hermesx.rate_state_of_all s
    where s.idle_at <= hermesx.clock() order by s.idle_at limit $1 for update skip locked
  ),
  a as (delete from hermesx.rate_state r using idle i where r.tenant_id = i.tenant_id and r.key = i.key returning 1),
  b as (delete from hermesx.rate_returned r using returned i
        where r.tenant_id = i.tenant_id and r.permit = i.permit returning 1),
  c as (delete from hermesx.rate_state_of_all r using shared i where r.key = i.key returning 1)
  select (select count(*) from a) + (select count(*) from b) + (select count(*) from c)
$$;
call hermesx.define_across('hermesx.forget_idle_rates(int)');

call hermesx.applied(17, 'rates');

reset lock_timeout;
reset role;
