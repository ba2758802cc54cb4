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
--   hermesx_migrator  login of deployments: may become hermesx_owner, and nothing else
--   hermesx_app       login of the service; a login of your own works too: grant hermesx_app to it
--
-- Nobody needs the following to run the service. Where you want one, let it log in, or grant it to a login:
--
--   hermesx_writer       writes audit trail and usage of many tenants in one transaction, and can do only that
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
grant hermesx_definer to hermesx_owner;

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
