-- SPDX-License-Identifier: Apache-2.0
--
-- Roles for work that is not the application's, each with as little as it needs. Nobody has to log in as one of
-- them. The boundary binds whoever works within one tenant, by name; the others have policies of their own, so a
-- role that nobody listed sees nothing.

set role hermesx_owner;
set lock_timeout = '5s';

-- The only place where a tenant's table gets its policies and grants. Call it once, right after the
-- table and its keys are created.
--
--   table    with its schema: 'hermesx.receipts'
--   verbs    what the application may do: 'select, insert' or more of select, insert, update, delete
--   definer  what hermesx_definer may do across tenants; '' for nothing, else 'select'
--
-- Without update and delete among the verbs the rows cannot be changed by anybody, the owner included:
-- a trigger refuses update, delete and truncate.
create or replace procedure hermesx.protect(target regclass, verbs text, definer text default '')
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  plain text := (select relname from pg_class where oid = target);
  boundary text := 'tenant_id = (select c.tenant from hermesx.current_tenant c)';
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
  execute format('create policy %I on %s as restrictive for all to hermesx_app, hermesx_auditor, hermesx_owner '
      'using (%s) with check (%s)', plain || '_boundary', target, boundary, boundary);
  execute format('revoke all on table %s from public', target);
  foreach verb in array wanted loop
    call hermesx.let('hermesx_app', verb, target);
  end loop;
  if definer <> '' then
    call hermesx.let('hermesx_definer', 'select', target);
  end if;
  call hermesx.let_admin_look(target);
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

-- Lets a role do one thing with a table: the grant, and a permissive policy for the rows that meet the condition.
create procedure hermesx.let(who regrole, verb text, target regclass, condition text default 'true')
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  plain text := (select relname from pg_class where oid = target);
  part text := case who::text when 'hermesx_app' then verb when 'hermesx_definer' then 'definer'
      else replace(who::text, 'hermesx_', '') || '_' || verb end;
begin
  execute format('grant %s on table %s to %s', verb, target, who);
  execute format('create policy %I on %s for %s to %s %s', plain || '_' || part, target, verb, who,
      case verb when 'insert' then format('with check (%s)', condition)
                when 'update' then format('using (%1$s) with check (%1$s)', condition)
                else format('using (%s)', condition) end);
end
$$;

-- V14 says when an administrator may look.
create procedure hermesx.let_admin_look(target regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  call hermesx.let('hermesx_admin', 'select', target, '(select hermesx.administers())');
end
$$;
create function hermesx.administers() returns boolean
language sql stable
as $$ select false $$;

revoke all on procedure hermesx.let(regrole, text, regclass, text) from public;
revoke all on procedure hermesx.let_admin_look(regclass) from public;
revoke all on function hermesx.administers() from public;

do $$
declare
  target record;
begin
  for target in select c.oid::regclass as name, c.relname as plain from pg_catalog.pg_class c
      join pg_catalog.pg_policy p on p.polrelid = c.oid and p.polname = c.relname || '_boundary'
      where c.relnamespace = 'hermesx'::regnamespace loop
    execute format('alter policy %I on %s to hermesx_app, hermesx_auditor, hermesx_owner using (%s) with check (%3$s)',
        target.plain || '_boundary', target.name, 'tenant_id = (select c.tenant from hermesx.current_tenant c)');
    call hermesx.let_admin_look(target.name);
  end loop;
end
$$;

-- An administrator sees which keys there are, never what would find one.
revoke select on table hermesx.api_keys from hermesx_admin;
grant select (tenant_id, id, name, principal_kind, principal_id, principal_roles, principal_scopes, hint,
    created_at, expires_at, revoked_at) on table hermesx.api_keys to hermesx_admin;

-- Whoever writes for many tenants in one transaction: the trail's sequencer and the flush of usage.
call hermesx.let('hermesx_writer', 'select', 'hermesx.audit_stage');
call hermesx.let('hermesx_writer', 'delete', 'hermesx.audit_stage');
call hermesx.let('hermesx_writer', 'select', 'hermesx.audit_heads');
call hermesx.let('hermesx_writer', 'insert', 'hermesx.audit_heads');
call hermesx.let('hermesx_writer', 'update', 'hermesx.audit_heads');
call hermesx.let('hermesx_writer', 'insert', 'hermesx.audit_events');
call hermesx.let('hermesx_writer', 'insert', 'hermesx.usage_events');

-- Whoever audits a tenant: reads what is on record, within the boundary.
call hermesx.let('hermesx_auditor', 'select', 'hermesx.audit_events');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.audit_heads');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.approvals');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.receipt_intents');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.receipt_finals');
call hermesx.let('hermesx_auditor', 'select', 'hermesx.usage_events');

-- Whoever tidies: sees and removes what is over, of every tenant, and nothing else.
call hermesx.let('hermesx_maintenance', 'select', 'hermesx.idempotency_keys',
    'claimed_at <= hermesx.clock() - interval ''24 hours''');
call hermesx.let('hermesx_maintenance', 'delete', 'hermesx.idempotency_keys',
    'claimed_at <= hermesx.clock() - interval ''24 hours''');
revoke select on table hermesx.idempotency_keys from hermesx_maintenance;
grant select (tenant_id, claimed_at) on table hermesx.idempotency_keys to hermesx_maintenance;
-- One that was never closed still counts in its budgets: the store's own sweep takes that back first.
call hermesx.let('hermesx_maintenance', 'select', 'hermesx.reservations',
    'closed and ends_at <= hermesx.clock() - interval ''24 hours''');
call hermesx.let('hermesx_maintenance', 'delete', 'hermesx.reservations',
    'closed and ends_at <= hermesx.clock() - interval ''24 hours''');

-- Copies everything, where bootstrap.sql could make it (it needs BYPASSRLS).
do $$
declare
  target regclass;
begin
  if to_regrole('hermesx_backup') is not null then
    for target in select c.oid from pg_catalog.pg_class c where c.relnamespace = 'hermesx'::regnamespace
        and c.relkind in ('r', 'p', 'S') and c.relowner = 'hermesx_owner'::regrole loop
      execute format('grant select on %s to hermesx_backup', target);
    end loop;
    alter default privileges for role hermesx_owner in schema hermesx grant select on tables to hermesx_backup;
    alter default privileges for role hermesx_owner in schema hermesx grant select on sequences to hermesx_backup;
  end if;
end
$$;

call hermesx.applied(13, 'roles');

reset lock_timeout;
reset role;
