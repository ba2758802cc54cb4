-- SPDX-License-Identifier: Apache-2.0
--
-- What every other migration stands on: the version table, the tenant of a transaction, its clock, and
-- hermesx.protect, the only place where policies, grants and triggers of tables are written.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.schema_version (
  version int primary key,
  name text not null,
  applied_at timestamptz not null default pg_catalog.clock_timestamp(),
  checksum bytea
);
comment on table hermesx.schema_version is
    'Which migrations are in. checksum: SHA-256 of the file, known where the library applied it';
grant select on hermesx.schema_version to hermesx_app;

-- Every migration ends with a call of it.
create procedure hermesx.applied(version int, name text)
language sql
as $$
  insert into hermesx.schema_version (version, name) values ($1, $2)
$$;
revoke all on procedure hermesx.applied(int, text) from public;

-- The tenant of the transaction, or an error: a query that forgot it never is an empty answer.
create function hermesx.require_tenant() returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  tenant text := current_setting('hermesx.tenant', true);
begin
  if tenant is null or tenant = '' then
    raise exception 'no tenant is set for this transaction'
      using errcode = 'HX001', hint = 'select set_config(''hermesx.tenant'', the tenant, true) first';
  end if;
  return tenant::uuid;
end
$$;

-- The time of a transaction, the same throughout.
create function hermesx.clock() returns timestamptz
language sql stable parallel safe
as $$ select pg_catalog.transaction_timestamp() $$;

create function hermesx.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception '% of %.% is refused: %', tg_op, tg_table_schema, tg_table_name,
      case when tg_nargs > 0 then tg_argv[0] else 'rows are only ever added' end
    using errcode = 'HX002';
end
$$;

-- The only place where a tenant's table gets its policies and grants. Call it once, right after the
-- table and its keys are created.
--
--   table    with its schema: 'hermesx.receipts'
--   verbs    what the application may do: 'select, insert' or more of select, insert, update, delete
--   definer  what hermesx_definer may do across tenants; '' for nothing, else 'select'
--
-- Without update and delete among the verbs the rows cannot be changed by anybody, the owner included:
-- a trigger refuses update, delete and truncate.
create procedure hermesx.protect(target regclass, verbs text, definer text default '')
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  plain text := (select relname from pg_class where oid = target);
  boundary text := 'tenant_id = (select hermesx.require_tenant())';
  verb text;
  wanted text[] := string_to_array(replace(verbs, ' ', ''), ',');
begin
  if not exists (select from pg_attribute
      where attrelid = target and attname = 'tenant_id' and atttypid = 'uuid'::regtype and attnotnull) then
    raise exception '% needs a column tenant_id uuid not null', target using errcode = 'HX003';
  end if;
  if not wanted <@ array['select', 'insert', 'update', 'delete'] or definer not in ('', 'select') then
    raise exception 'protect(%): not verbs of a table: % / %', target, verbs, definer using errcode = 'HX003';
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  -- Restrictive: no permissive policy, however careless, opens more than the rows of the tenant.
  execute format('create policy %I on %s as restrictive for all to %s using (%s) with check (%s)',
      plain || '_boundary', target,
      case when definer = '' then 'public' else 'hermesx_app, hermesx_owner' end, boundary, boundary);
  execute format('revoke all on table %s from public', target);
  foreach verb in array wanted loop
    execute format('grant %s on table %s to hermesx_app', verb, target);
    execute format('create policy %I on %s for %s to hermesx_app %s', plain || '_' || verb, target, verb,
        case verb when 'insert' then 'with check (true)'
                  when 'update' then 'using (true) with check (true)'
                  else 'using (true)' end);
  end loop;
  if definer <> '' then
    execute format('grant select on table %s to hermesx_definer', target);
    execute format('create policy %I on %s for select to hermesx_definer using (true)',
        plain || '_definer', target);
  end if;
  if wanted && array['update', 'delete'] then
    execute format('create trigger %I before update of tenant_id on %s for each row '
        'when (old.tenant_id is distinct from new.tenant_id) execute function hermesx.refuse_change(%L)',
        plain || '_tenant_fixed', target, 'a row never changes its tenant');
  else
    execute format('create trigger %I before update or delete on %s for each statement '
        'execute function hermesx.refuse_change()', plain || '_append_only', target);
    execute format('create trigger %I before truncate on %s for each statement '
        'execute function hermesx.refuse_change()', plain || '_never_emptied', target);
  end if;
end
$$;
revoke all on procedure hermesx.protect(regclass, text, text) from public;

-- Hands a security definer function to hermesx_definer, whom policies let look across tenants, and lets
-- only the application call it. The function pins its search_path and answers as little as it can.
create procedure hermesx.define_across(target regprocedure)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from pg_proc where oid = target and prosecdef and exists (
      select from unnest(proconfig) setting where setting = 'search_path=pg_catalog, pg_temp')) then
    raise exception '% needs security definer and set search_path = pg_catalog, pg_temp', target
      using errcode = 'HX003';
  end if;
  execute format('revoke all on function %s from public', target);
  execute format('grant execute on function %s to hermesx_app', target);
  grant create on schema hermesx to hermesx_definer;
  execute format('alter function %s owner to hermesx_definer', target);
  revoke create on schema hermesx from hermesx_definer;
end
$$;
revoke all on procedure hermesx.define_across(regprocedure) from public;

call hermesx.applied(1, 'foundation');

reset lock_timeout;
reset role;
