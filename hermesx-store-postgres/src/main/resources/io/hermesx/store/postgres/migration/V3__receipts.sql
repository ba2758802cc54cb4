-- SPDX-License-Identifier: Apache-2.0
--
-- Receipts: an intent row before a call, a final row after it. Both are only ever added.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.receipt_intents (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('TOOL', 'MODEL')),
  run_id text collate "C" not null,
  call_id text collate "C" not null,
  target text not null,
  digest bytea not null check (octet_length(digest) = 32),
  salt bytea not null check (octet_length(salt) = 32),
  actor text not null,
  agent text,
  approval_id uuid,
  reservation_id uuid,
  policy_version text not null,
  verdicts text[] not null,
  opened_at timestamptz not null,
  deadline timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, run_id, call_id)
);
comment on column hermesx.receipt_intents.verdicts is
    'What each stage said, in order, as "stage verdict microseconds"';

create table hermesx.receipt_finals (
  tenant_id uuid not null,
  id uuid not null,
  status text not null check (status in ('EXECUTED', 'FAILED', 'WITHHELD', 'REFUSED')),
  output text not null,
  signals text[] not null,
  nano_usd bigint not null,
  verdicts text[] not null,
  closed_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references hermesx.receipt_intents (tenant_id, id)
);

call hermesx.protect('hermesx.receipt_intents', 'select, insert');
call hermesx.protect('hermesx.receipt_finals', 'select, insert');

call hermesx.applied(3, 'receipts');

reset lock_timeout;
reset role;
