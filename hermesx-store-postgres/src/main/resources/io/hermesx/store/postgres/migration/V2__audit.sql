-- SPDX-License-Identifier: Apache-2.0
--
-- The audit stage, which transactions write, and the log of each tenant, which only the chain writes.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.audit_stage (
  tenant_id uuid not null,
  place bigint generated always as identity,
  event_id uuid not null,
  octets bytea not null check (octet_length(octets) between 1 and 16384),
  primary key (tenant_id, place),
  unique (tenant_id, event_id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
comment on column hermesx.audit_stage.place is
    'Drawn by the last statement before the commit: of two commits one after the other the first has the lower';
call hermesx.protect('hermesx.audit_stage', 'select, insert, delete', 'select');

create table hermesx.audit_events (
  tenant_id uuid not null,
  seq bigint not null check (seq >= 0),
  event_id uuid not null,
  header bytea not null check (octet_length(header) between 1 and 16384),
  leaf bytea not null check (octet_length(leaf) = 32),
  primary key (tenant_id, seq),
  unique (tenant_id, event_id)
);
call hermesx.protect('hermesx.audit_events', 'select, insert');

create table hermesx.audit_heads (
  tenant_id uuid not null primary key,
  origin text not null,
  size bigint not null check (size > 0),
  previous bytea not null check (octet_length(previous) = 32),
  frontier bytea not null check (octet_length(frontier) % 32 = 0),
  last_recorded_at timestamptz not null
);
call hermesx.protect('hermesx.audit_heads', 'select, insert, update');

create function hermesx.head_moves_on() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.size <= old.size or new.origin <> old.origin or new.last_recorded_at <= old.last_recorded_at then
    raise exception 'the head of an audit log only moves on' using errcode = 'HX002';
  end if;
  return new;
end
$$;
create trigger audit_heads_move_on before update on hermesx.audit_heads
  for each row execute function hermesx.head_moves_on();
create trigger audit_heads_stay before delete or truncate on hermesx.audit_heads
  for each statement execute function hermesx.refuse_change('a log never loses its head');

-- Who has something staged: the one question across tenants, answered with ids alone.
create function hermesx.audit_staged_tenants(most int) returns setof uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  with recursive waiting as (
    (select s.tenant_id as id from hermesx.audit_stage s order by s.tenant_id limit 1)
    union all
    select (select s.tenant_id from hermesx.audit_stage s where s.tenant_id > w.id
            order by s.tenant_id limit 1)
    from waiting w where w.id is not null
  )
  select id from waiting where id is not null limit most
$$;
call hermesx.define_across('hermesx.audit_staged_tenants(int)');

call hermesx.applied(2, 'audit');

reset lock_timeout;
reset role;
