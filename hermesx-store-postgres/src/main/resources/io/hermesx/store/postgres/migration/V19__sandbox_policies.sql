-- SPDX-License-Identifier: Apache-2.0
--
-- What each tenant lets programs of tools do: one row at most, written in the tenant's own transactions and only ever put
-- together with the platform's policy, which it can tighten alone. A removed policy leaves its row, so that no version comes
-- twice; nobody deletes one.
--
-- Names of guarantees are not checked here: a later version of HermesX knows more of them, and one that does not know a name
-- refuses the row.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.sandbox_policies (
  tenant_id uuid primary key,
  version bigint not null check (version > 0),
  removed boolean not null,
  enabled boolean not null,
  network boolean not null,
  wall_nanos bigint not null check (wall_nanos between 1000000 and 86400000000000),
  cpu_nanos bigint not null check (cpu_nanos between 1000000 and 86400000000000),
  memory_bytes bigint not null check (memory_bytes between 1048576 and 1099511627776),
  processes integer not null check (processes between 1 and 100000),
  disk_bytes bigint not null check (disk_bytes between 4096 and 1099511627776),
  files integer not null check (files between 16 and 10000000),
  open_files integer not null check (open_files between 16 and 1000000),
  output_bytes integer not null check (output_bytes between 1024 and 67108864),
  max_output_bytes bigint not null check (max_output_bytes between output_bytes and 1099511627776),
  tools text[] check (cardinality(tools) <= 1000 and array_position(tools, null) is null),
  required text[] not null check (cardinality(required) <= 100 and array_position(required, null) is null),
  updated_at timestamptz not null
);
comment on column hermesx.sandbox_policies.tools is 'The tools whose programs run; null: all of them';
call hermesx.protect('hermesx.sandbox_policies', 'select, insert, update');
revoke update on table hermesx.sandbox_policies from hermesx_app;
grant update (version, removed, enabled, network, wall_nanos, cpu_nanos, memory_bytes, processes, disk_bytes, files,
    open_files, output_bytes, max_output_bytes, tools, required, updated_at)
  on table hermesx.sandbox_policies to hermesx_app;
-- After the insert, so that what belongs to another tenant is refused as such.
create trigger sandbox_policies_begin_at_one after insert on hermesx.sandbox_policies for each row
  when (new.version <> 1)
  execute function hermesx.refuse_change('the first version is 1');
create trigger sandbox_policies_count_up before update on hermesx.sandbox_policies for each row
  when (new.version <> old.version + 1)
  execute function hermesx.refuse_change('each change counts the version up by one');

call hermesx.applied(19, 'sandbox_policies');

reset lock_timeout;
reset role;
