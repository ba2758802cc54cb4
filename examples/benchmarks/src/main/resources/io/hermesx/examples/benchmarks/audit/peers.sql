-- SPDX-License-Identifier: Apache-2.0
--
-- The peers of the audit log: the same columns, keys and checks as hermesx.audit_events, no row-level security and no triggers;
-- and the head of a chain that is locked for each event.

create schema twin;
create table twin.audit_events (like hermesx.audit_events including all);
create table twin.audit_chain (like hermesx.audit_events including all);
create table twin.audit_heads (
  tenant_id uuid primary key,
  size bigint not null,
  leaf bytea not null
) with (fillfactor = 50);
grant usage on schema twin to hermesx_app;
grant select, insert, update on all tables in schema twin to hermesx_app;

insert into hermesx.tenants
  select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'x', 'ACTIVE', 1, now(), now()
  from generate_series(1, 5) n;
