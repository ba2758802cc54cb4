-- SPDX-License-Identifier: Apache-2.0
--
-- Usage events: each counts once, and is only ever added.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.usage_events (
  tenant_id uuid not null,
  source text collate "C" not null,
  id text collate "C" not null,
  occurred_at timestamptz not null,
  dim_user text,
  dim_agent text,
  dim_session text,
  dim_run text,
  dim_tool text,
  dim_model text,
  asked text not null,
  served text not null,
  input_tokens bigint not null check (input_tokens >= 0),
  cached_input_tokens bigint not null check (cached_input_tokens >= 0),
  output_tokens bigint not null check (output_tokens >= 0),
  nano_usd bigint not null check (nano_usd >= 0),
  price_version text not null,
  status text not null check (status in ('COMPLETE', 'PARTIAL', 'ABORTED')),
  primary key (tenant_id, source, id)
);
create index usage_events_time on hermesx.usage_events (tenant_id, occurred_at, source, id);

call hermesx.protect('hermesx.usage_events', 'select, insert');

call hermesx.applied(6, 'usage');

reset lock_timeout;
reset role;
