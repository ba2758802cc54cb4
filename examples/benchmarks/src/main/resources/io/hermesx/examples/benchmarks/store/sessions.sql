-- SPDX-License-Identifier: Apache-2.0
--
-- 200 tenants with 500 conversations each, and a twin of both tables: the same columns, keys and indexes, no
-- row-level security, no triggers and no foreign keys.

set session_replication_role = replica;

insert into hermesx.tenants
  select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'x', 'ACTIVE', 1, now(), now()
  from generate_series(1, 200) n;
insert into hermesx.sessions (tenant_id, id, owner, title, messages, created_at, updated_at)
  select tenant_id, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user:u' || n % 25,
    'What is the state of my order?', case when n <= 25 then 60 else 0 end, now(), now()
  from hermesx.tenants, generate_series(1, 500) n;

create schema twin;
create table twin.sessions (like hermesx.sessions including all) with (fillfactor = 80);
create table twin.session_messages (like hermesx.session_messages including all);
insert into twin.sessions select * from hermesx.sessions;
grant usage on schema twin to hermesx_app;
grant select, insert, update on all tables in schema twin to hermesx_app;
