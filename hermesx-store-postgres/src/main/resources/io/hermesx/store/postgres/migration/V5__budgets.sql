-- SPDX-License-Identifier: Apache-2.0
--
-- Budgets, their counters, reservations, and what each reservation holds on each counter.
--
-- A counter is a budget in one period. The row of the budget is the lock of everything counted there, in
-- whatever period: whoever changes a counter, or a hold on it, has locked its budget before, several in the
-- order of their names. held is the sum of the holds that are live. A hold whose time is over stops being
-- live when somebody next reserves there; readers leave it out by its time.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.budgets (
  tenant_id uuid not null,
  id uuid not null default pg_catalog.gen_random_uuid(),
  name text collate "C" not null,
  unit text not null check (unit in ('NANO_USD', 'TOKENS', 'REQUESTS')),
  max_amount bigint not null check (max_amount >= 0),
  period text not null check (period in ('TOTAL', 'HOUR', 'DAY', 'MONTH')),
  zone text not null,
  only_user text,
  only_agent text,
  only_session text,
  only_run text,
  only_tool text,
  only_model text,
  only_key uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
) with (fillfactor = 70);
comment on column hermesx.budgets.only_key is
    'Digest of the only_ columns: a call looks up the keys of all subsets of its dimensions';
create index budgets_only on hermesx.budgets (tenant_id, only_key);

create table hermesx.budget_counters (
  tenant_id uuid not null,
  id uuid not null default pg_catalog.gen_random_uuid(),
  budget_id uuid not null,
  current boolean not null default true,
  period_start timestamptz not null,
  valid_until timestamptz,
  committed bigint not null default 0 check (committed >= 0),
  held bigint not null default 0 check (held >= 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, budget_id) references hermesx.budgets (tenant_id, id) on delete cascade
) with (fillfactor = 50);
comment on column hermesx.budget_counters.valid_until is 'When the next period starts; null for never';
create unique index budget_counters_current on hermesx.budget_counters (tenant_id, budget_id) where current;
create index budget_counters_past on hermesx.budget_counters (tenant_id, budget_id) where not current;

create table hermesx.reservations (
  tenant_id uuid not null,
  id uuid not null,
  nano_usd bigint not null check (nano_usd >= 0),
  tokens bigint not null check (tokens >= 0),
  requests bigint not null check (requests >= 0),
  expires_at timestamptz not null,
  closed boolean not null default false,
  ends_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on column hermesx.reservations.ends_at is 'When it expires; once closed, when that was';
create index reservations_ended on hermesx.reservations (ends_at);

create table hermesx.budget_holds (
  tenant_id uuid not null,
  reservation_id uuid not null,
  counter_id uuid not null,
  amount bigint not null check (amount >= 0),
  live boolean not null default true,
  expires_at timestamptz not null,
  primary key (tenant_id, reservation_id, counter_id),
  foreign key (tenant_id, reservation_id) references hermesx.reservations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, counter_id) references hermesx.budget_counters (tenant_id, id) on delete cascade
);
create index budget_holds_counter on hermesx.budget_holds (tenant_id, counter_id, expires_at);

call hermesx.protect('hermesx.budgets', 'select, insert, update, delete');
call hermesx.protect('hermesx.budget_counters', 'select, insert, update, delete');
call hermesx.protect('hermesx.reservations', 'select, insert, update, delete', 'select');
call hermesx.protect('hermesx.budget_holds', 'select, insert, update, delete');

-- Which reservations ended by then, of all tenants and nothing else about them: the sweep then goes from
-- tenant to tenant, with no more rights in each than any other work.
create function hermesx.reservations_ended(until timestamptz, at_most int)
returns table (tenant_id uuid, id uuid)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.tenant_id, r.id from hermesx.reservations r
  where r.ends_at <= until order by r.ends_at limit at_most
$$;
revoke all on function hermesx.reservations_ended(timestamptz, int) from public;
grant execute on function hermesx.reservations_ended(timestamptz, int) to hermesx_app;
grant create on schema hermesx to hermesx_definer;
alter function hermesx.reservations_ended(timestamptz, int) owner to hermesx_definer;
revoke create on schema hermesx from hermesx_definer;

call hermesx.applied(5, 'budgets');

reset lock_timeout;
reset role;
