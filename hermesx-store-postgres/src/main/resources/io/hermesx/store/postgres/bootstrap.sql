-- SPDX-License-Identifier: Apache-2.0
--
-- What a superuser runs in the database that is to hold HermesX, before the migrations:
--
--   psql -1 -v ON_ERROR_STOP=1 -d yourdatabase -f bootstrap.sql
--   \password hermesx_migrator
--   \password hermesx_app
--
-- It makes ten roles and one schema; running it again changes nothing, and a new version of the jar may need it
-- again. Roles belong to the whole server, so several databases of one server share them. PostgreSQL 15 or newer.
--
--   hermesx_owner     no login; owns the schema and its tables, and is bound by row-level security itself
--   hermesx_definer   no login; owns the view of the tenant, and the few functions that look across tenants
--   hermesx_writer    no login; owns the functions that write the audit trail, of many tenants in one transaction
--   hermesx_migrator  login of deployments: may become hermesx_owner, and nothing else
--   hermesx_app       login of the service; a login of your own works too: grant hermesx_app to it
--
-- Nobody needs the following to run the service. Where you want one, let it log in, or grant it to a login:
--
--   hermesx_auditor      reads audit trail, receipts, approvals and usage of one tenant at a time
--   hermesx_maintenance  removes what is over, of every tenant
--   hermesx_admin        reads across tenants, only in a transaction that says who and why
--   hermesx_backup       reads everything (BYPASSRLS); left out, with a notice, where you may not make it
--   hermesx_host         puts tables of your own under the boundary: grant it to the role that owns them
--
-- The two logins have no password until you set one, so nobody can log in with a password before.

do $$
declare
  role text;
begin
  perform pg_catalog.pg_advisory_xact_lock(7522537965574647810); -- one at a time, to the end of the transaction
  foreach role in array array['hermesx_owner', 'hermesx_definer', 'hermesx_migrator', 'hermesx_app',
      'hermesx_writer', 'hermesx_auditor', 'hermesx_maintenance', 'hermesx_admin', 'hermesx_host'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role) then
      begin
        execute pg_catalog.format(
            'create role %I nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit %s', role,
            case when role in ('hermesx_migrator', 'hermesx_app') then 'login' else 'nologin' end);
      exception when duplicate_object or unique_violation then
        null; -- somebody else ran this at the same time
      end;
    end if;
  end loop;
  if not exists (select from pg_catalog.pg_roles where rolname = 'hermesx_backup') then
    begin
      create role hermesx_backup nosuperuser nocreatedb nocreaterole noreplication bypassrls noinherit;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise notice 'hermesx_backup was not made: only who has BYPASSRLS may. Back up with a role that has it.';
    end;
  end if;
end
$$;

grant hermesx_owner to hermesx_migrator;
grant hermesx_definer, hermesx_writer to hermesx_owner;

create schema if not exists hermesx authorization hermesx_owner;
revoke all on schema hermesx from public;
grant usage on schema hermesx to hermesx_app, hermesx_definer, hermesx_writer, hermesx_auditor,
    hermesx_maintenance, hermesx_admin, hermesx_host;
do $$
begin
  if exists (select from pg_catalog.pg_roles where rolname = 'hermesx_backup') then
    grant usage on schema hermesx to hermesx_backup;
  end if;
end
$$;
-- Only so that Flyway, where you use it, can keep its own history table here.
grant usage, create on schema hermesx to hermesx_migrator;

-- A role may always say DROP OWNED BY itself. Since PostgreSQL 16 that takes it out of the policies of other people's
-- tables too: SQL that was smuggled in could take the service's own policies away, the boundary among them. Only a
-- superuser can forbid it, to whoever acts as one of these roles.
do $do$
begin
  create or replace function hermesx.refuse_drop_owned() returns event_trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
  as $$
begin
  if exists (select from pg_roles r where pg_has_role(current_user, r.oid, 'usage') and r.rolname in ('hermesx_owner',
        'hermesx_definer', 'hermesx_app', 'hermesx_writer', 'hermesx_auditor', 'hermesx_maintenance', 'hermesx_admin',
        'hermesx_backup', 'hermesx_host'))
      and not exists (select from pg_roles r where r.rolname = current_user and r.rolsuper) then
    raise exception 'drop owned by one of the roles of HermesX is refused: it would take its policies away'
      using errcode = '42501', hint = 'a superuser may';
  end if;
end
$$;
  revoke all on function hermesx.refuse_drop_owned() from public;
  if not exists (select from pg_catalog.pg_event_trigger where evtname = 'hermesx_no_drop_owned') then
    create event trigger hermesx_no_drop_owned on ddl_command_start when tag in ('DROP OWNED')
      execute function hermesx.refuse_drop_owned();
  end if;
exception when insufficient_privilege then
  raise notice 'DROP OWNED is not refused: only a superuser can forbid it. Look at your policies with IsolationGuard.';
end
$do$;
