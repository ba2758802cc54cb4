-- SPDX-License-Identifier: Apache-2.0
--
-- Writes that may be repeated. A key is taken by inserting its row: a second transaction that takes it waits
-- for the first one's end. The answer follows in the same transaction, or nothing is kept.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.idempotency_keys (
  tenant_id uuid not null,
  scope text not null,
  key text not null,
  request bytea not null check (octet_length(request) = 32),
  answer bytea,
  claimed_at timestamptz not null default hermesx.clock(),
  primary key (tenant_id, scope, key)
);
comment on column hermesx.idempotency_keys.answer is 'UTF-8, which holds NUL characters where text does not';
create index idempotency_keys_age on hermesx.idempotency_keys (claimed_at, tenant_id);
call hermesx.protect('hermesx.idempotency_keys', 'select, insert, update, delete', 'select');
revoke update on table hermesx.idempotency_keys from hermesx_app;
grant update (answer) on table hermesx.idempotency_keys to hermesx_app;
revoke select on table hermesx.idempotency_keys from hermesx_definer;
grant select (tenant_id, claimed_at) on table hermesx.idempotency_keys to hermesx_definer;
create trigger idempotency_keys_stay_answered before update on hermesx.idempotency_keys for each row
  when (old.answer is not null)
  execute function hermesx.refuse_change('an answer is given once');

create function hermesx.require_answer() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from hermesx.idempotency_keys k
      where k.tenant_id = new.tenant_id and k.scope = new.scope and k.key = new.key and k.answer is null) then
    raise exception 'the transaction took an idempotency key and did not answer it' using errcode = 'HX004';
  end if;
  return null;
end
$$;
create constraint trigger idempotency_keys_answered after insert on hermesx.idempotency_keys
  deferrable initially deferred for each row when (new.answer is null)
  execute function hermesx.require_answer();

-- Who has answers older than 24 hours, and nothing else about them: the sweep then goes from tenant to tenant,
-- with no more rights in each than any other work.
create function hermesx.idempotency_due(at_most int) returns setof uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select distinct k.tenant_id from (
    select i.tenant_id from hermesx.idempotency_keys i
    where i.claimed_at <= hermesx.clock() - interval '24 hours'
    order by i.claimed_at
    limit $1
  ) k
$$;
call hermesx.define_across('hermesx.idempotency_due(int)');

call hermesx.applied(11, 'idempotency');

reset lock_timeout;
reset role;
