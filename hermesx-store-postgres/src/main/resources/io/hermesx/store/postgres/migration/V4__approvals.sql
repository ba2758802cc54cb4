-- SPDX-License-Identifier: Apache-2.0
--
-- Approvals: one call that waits for a person's consent. What it is bound to never changes; where it
-- stands moves forward only.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.approvals (
  tenant_id uuid not null,
  id uuid not null,
  requester_kind text not null,
  requester_id text collate "C" not null,
  requester_roles text[] not null,
  requester_scopes text[] not null,
  agent_kind text,
  agent_id text collate "C",
  agent_roles text[],
  agent_scopes text[],
  run_id text collate "C" not null,
  call_id text collate "C" not null,
  tool text collate "C" not null,
  pin bytea not null check (octet_length(pin) = 32),
  digest bytea not null check (octet_length(digest) = 32),
  policy_version text not null,
  arguments text not null,
  state text not null check (state in ('PENDING', 'APPROVED', 'DENIED', 'CONSUMED')),
  approver_kind text,
  approver_id text collate "C",
  approver_roles text[],
  approver_scopes text[],
  approved boolean,
  decided_at timestamptz,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  check ((agent_kind is null) = (agent_id is null)),
  check ((state = 'PENDING') = (decided_at is null)),
  check (num_nulls(approver_kind, approver_id, approver_roles, approver_scopes, approved, decided_at) in (0, 6)),
  -- Four eyes, whatever statement decides.
  check (approver_kind = 'USER'),
  check (approver_kind <> requester_kind or approver_id <> requester_id),
  check (approver_kind <> agent_kind or approver_id <> agent_id)
);

-- The queue, and the open approval of a call; what is done is in neither.
create index approvals_pending on hermesx.approvals (tenant_id, requested_at, id) where state = 'PENDING';
create index approvals_open on hermesx.approvals (tenant_id, run_id, call_id)
    where state in ('PENDING', 'APPROVED');

create function hermesx.approval_moves_forward() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if (old.state, new.state) not in (('PENDING', 'APPROVED'), ('PENDING', 'DENIED'), ('APPROVED', 'CONSUMED')) then
    raise exception 'an approval does not go from % to %', old.state, new.state using errcode = 'HX002';
  end if;
  if old.decided_at is not null
      and (old.approver_kind, old.approver_id, old.approver_roles, old.approver_scopes, old.approved, old.decided_at)
        is distinct from
        (new.approver_kind, new.approver_id, new.approver_roles, new.approver_scopes, new.approved, new.decided_at) then
    raise exception 'a decision stays as it was made' using errcode = 'HX002';
  end if;
  return new;
end
$$;
create trigger approvals_forward before update on hermesx.approvals
    for each row execute function hermesx.approval_moves_forward();

call hermesx.protect('hermesx.approvals', 'select, insert, update');
-- What an approval is bound to cannot be named in an update at all.
revoke update on hermesx.approvals from hermesx_app;
grant update (state, approver_kind, approver_id, approver_roles, approver_scopes, approved, decided_at)
    on hermesx.approvals to hermesx_app;

call hermesx.applied(4, 'approvals');

reset lock_timeout;
reset role;
