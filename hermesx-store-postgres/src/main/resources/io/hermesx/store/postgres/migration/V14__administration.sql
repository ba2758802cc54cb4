-- SPDX-License-Identifier: Apache-2.0
--
-- Looking across tenants, only with a record of it in the same transaction. The application does it in a
-- transaction that was sealed for it and staged an audit event; a person or a tool does it as hermesx_admin,
-- whom every table shows nothing until hermesx.administer wrote down who and why.

set role hermesx_owner;
set lock_timeout = '5s';

create table hermesx.administration (
  id bigint generated always as identity primary key,
  at timestamptz not null default pg_catalog.clock_timestamp(),
  transaction xid8 not null unique default pg_catalog.pg_current_xact_id(),
  login text not null default session_user,
  actor text not null check (char_length(actor) between 1 and 200),
  reason text not null check (char_length(reason) between 1 and 2000)
);
comment on table hermesx.administration is 'Who looked across tenants as hermesx_admin, when and why';
alter table hermesx.administration enable row level security;
alter table hermesx.administration force row level security;
revoke all on table hermesx.administration from public;
create policy administration_definer on hermesx.administration for all to hermesx_definer using (true) with check (true);
grant select, insert on table hermesx.administration to hermesx_definer;
grant select on table hermesx.administration to hermesx_admin;
create policy administration_read on hermesx.administration for select to hermesx_admin using (true);
create trigger administration_append_only before update or delete on hermesx.administration
  for each statement execute function hermesx.refuse_change();
create trigger administration_never_emptied before truncate on hermesx.administration
  for each statement execute function hermesx.refuse_change();

-- Begins it: the transaction may look from here on. A transaction that is rolled back takes its row with it, and not
-- what was seen until then; so the log of the server says it too, at once.
create function hermesx.administer(actor text, reason text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into hermesx.administration (actor, reason) values (actor, reason);
  raise log 'hermesx: % as % looks across tenants: %', actor, session_user, reason;
end
$$;

-- Whether this transaction may look, or an error: never an empty answer.
create or replace function hermesx.administers() returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from hermesx.administration a where a.transaction = pg_current_xact_id_if_assigned()) then
    raise exception 'this transaction has not said who looks across tenants and why' using errcode = 'HX007',
      hint = 'select hermesx.administer(who, why) first, in the same transaction';
  end if;
  return true;
end
$$;

revoke all on function hermesx.administer(text, text) from public;
revoke all on function hermesx.administers() from public;
grant execute on function hermesx.administer(text, text) to hermesx_admin;
grant execute on function hermesx.administers() to hermesx_admin;
grant create on schema hermesx to hermesx_definer;
alter function hermesx.administer(text, text) owner to hermesx_definer;
alter function hermesx.administers() owner to hermesx_definer;
revoke create on schema hermesx from hermesx_definer;

-- A page of all tenants in ascending order of id, for a transaction that staged the event on_record before.
set role hermesx_definer;
drop function hermesx.list_tenants(uuid, int);
set role hermesx_owner;
create function hermesx.list_tenants(on_record uuid, after uuid, at_most int)
returns table (tenant_id uuid, name text, status text, version bigint, created_at timestamptz, updated_at timestamptz)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform hermesx.require_purpose('a');
  if not exists (select from hermesx.audit_stage s
      where s.tenant_id = hermesx.require_tenant() and s.event_id = on_record
        and s.xmin = pg_current_xact_id_if_assigned()::xid) then
    raise exception 'this transaction staged no audit event that says it looks across tenants' using errcode = 'HX007',
      hint = 'pass an event that is not on record yet';
  end if;
  raise log 'hermesx: tenant % looks across tenants, on record in event %', hermesx.require_tenant(), on_record;
  return query select t.tenant_id, t.name, t.status, t.version, t.created_at, t.updated_at
    from hermesx.tenants t
    where after is null or t.tenant_id > after
    order by t.tenant_id
    limit least(at_most, 1000);
end
$$;
call hermesx.define_across('hermesx.list_tenants(uuid, uuid, int)');
create trigger audit_stage_stays before delete on hermesx.audit_stage for each row
  when (old.xmin = pg_catalog.pg_current_xact_id()::xid)
  execute function hermesx.refuse_change('what this transaction staged stays');

call hermesx.applied(14, 'administration');

reset lock_timeout;
reset role;
